// The boxes of a page's words as bytes: a page has hundreds, and only the reader beside an answer wants them.
//
// Each word takes 16 bytes, little endian: start and length of its range (UInt32, UInt16 + 2 bytes of padding), then
// x, y, width, height in tenths of a point (UInt16 each).

internal import Documents
internal import Foundation

/// Packs and unpacks the words of one page.
enum PageWords {
    static let bytesPerWord = 16

    static func encode(_ words: [PageLayout.Word]) -> Data {
        var data = Data(capacity: words.count * bytesPerWord)
        for word in words {
            append(UInt32(clamping: word.range.lowerBound), to: &data)
            append(UInt16(clamping: word.range.count), to: &data)
            append(UInt16(0), to: &data)
            for value in [word.box.x, word.box.y, word.box.width, word.box.height] {
                append(UInt16(clamping: Int((max(0, value.isFinite ? value : 0) * 10).rounded())), to: &data)
            }
        }
        return data
    }

    static func decode(_ data: Data) -> [PageLayout.Word] {
        let bytes = [UInt8](data)
        return stride(from: 0, to: bytes.count - bytes.count % bytesPerWord, by: bytesPerWord).map { offset in
            func value(_ at: Int, _ count: Int) -> Int {
                (0..<count).reduce(0) { $0 | Int(bytes[offset + at + $1]) << (8 * $1) }
            }
            let start = value(0, 4)
            let box = Box(
                x: Double(value(8, 2)) / 10,
                y: Double(value(10, 2)) / 10,
                width: Double(value(12, 2)) / 10,
                height: Double(value(14, 2)) / 10
            )
            return PageLayout.Word(range: start..<start + value(4, 2), box: box)
        }
    }

    private static func append(_ value: some FixedWidthInteger, to data: inout Data) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            data.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
