// What every text must be before it enters a document: one kind of line end, no control characters, composed (NFC).
// Readers call it at their door, where text leaves the file's format; behind it nothing cleans again.

import Foundation

extension String {
    /// The text without control characters but tab and newline, without byte order marks, with `\n` as line end, in NFC.
    ///
    /// Costs one pass over the bytes when there is nothing to do, as is usual.
    func cleaned() -> String {
        var text = self
        return text.withUTF8 { unsafe Self.needsCleaning($0) } ? text.cleanedSlowly() : text
    }

    /// Whether a byte is there that a scalar to filter out or to compose may have.
    private static func needsCleaning(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in utf8.indices {
            let byte = unsafe utf8[index]
            if byte < 0x20 && byte != 0x0A && byte != 0x09 || byte == 0x7F { return true }
            // See `cleanedSlowly` for what these begin.
            if byte == 0xC2 || byte >= 0xCC && !(0xE4...0xE9).contains(byte) { return true }
        }
        return false
    }

    private func cleanedSlowly() -> String {
        var needsFilter = false
        var needsComposition = false
        for byte in utf8 {
            if byte < 0x20 && byte != 0x0A && byte != 0x09 || byte == 0x7F {
                needsFilter = true
            } else if byte >= 0xC2 {
                switch byte {
                case 0xC2, 0xEF, 0xF3: needsFilter = true  // C1 controls; U+F000 to U+FFFF; tags and planes 15
                default: break
                }
                // U+0300 and up may combine; CJK ideographs and punctuation (E3 80 to E9) do not, but for kana marks.
                if byte >= 0xCC && !(0xE4...0xE9).contains(byte) { needsComposition = true }
            }
        }
        var result = self
        if needsFilter {
            var scalars = String.UnicodeScalarView()
            var previous: Unicode.Scalar = " "
            for scalar in unicodeScalars {
                switch scalar {
                case "\n" where previous == "\r": break
                case "\r", "\u{0B}", "\u{0C}", "\u{85}": scalars.append("\n")
                case "\t", "\n": scalars.append(scalar)
                default: if !scalar.isUnwanted { scalars.append(scalar) }
                }
                previous = scalar
            }
            result = String(scalars)
        }
        guard needsComposition, !result.isComposedForSure else { return result }
        return result.precomposedStringWithCanonicalMapping
    }

    /// The text on one line: each run of white space is one blank, none at the ends.
    ///
    /// Costs one pass over the bytes when there is nothing to do, as is usual.
    func collapsed() -> String {
        var text = self
        return text.withUTF8 { unsafe Self.isCollapsed($0) } ? text : text.collapsedSlowly()
    }

    /// Whether blanks stand alone between other characters, and no other white space is there for sure.
    private static func isCollapsed(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        var wasBlank = true
        for index in utf8.indices {
            let byte = unsafe utf8[index]
            if byte == 0x20 {
                if wasBlank { return false }
                wasBlank = true
            } else {
                // U+0085 and U+00A0 begin with C2, the others beyond ASCII with E1, E2 and E3.
                if byte < 0x20 || byte == 0xC2 || (0xE1...0xE3).contains(byte) { return false }
                wasBlank = false
            }
        }
        return utf8.isEmpty || !wasBlank
    }

    private func collapsedSlowly() -> String {
        var scalars = String.UnicodeScalarView()
        var pendingBlank = false
        for scalar in unicodeScalars {
            if scalar.isSpace {
                pendingBlank = !scalars.isEmpty
            } else {
                if pendingBlank { scalars.append(" ") }
                pendingBlank = false
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// The text without white space at its ends.
    func trimmed() -> String { String(self[...].trimmed()) }

    /// The text, or nil when it is nothing but white space.
    var nonBlank: String? {
        let text = trimmed()
        return text.isEmpty ? nil : text
    }

    /// Whether no scalar can compose with its neighbour, so that the text is in NFC as it stands.
    private var isComposedForSure: Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0..<0x300, 0x370..<0x374, 0x388..<0x483, 0x48A..<0x591: true
            case 0x2010..<0x2100, 0x2190..<0x2329, 0x2460..<0x2ADC, 0x3000..<0x302A, 0x3030..<0x3099: true
            case 0x309B..<0xA66F, 0xAC00..<0xD7A4, 0xE000..<0xF900, 0xFE30..<0x10000: true
            case 0x1F300..<0x1FB00, 0x20000..<0x2F800: true
            default: false
            }
        }
    }
}

extension Substring {
    /// The slice without white space at its ends.
    func trimmed() -> Substring {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isSpace }),
            let last = scalars.lastIndex(where: { !$0.isSpace })
        else { return self[startIndex..<startIndex] }
        return self[first..<scalars.index(after: last)]
    }
}

extension Unicode.Scalar {
    /// Controls, byte order marks, interlinear and object marks, noncharacters: nothing that is read.
    fileprivate var isUnwanted: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0xFEFF, 0xFFF9...0xFFFC: true
        default: value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value)
        }
    }

    /// White space as Unicode has it; a look at the value answers for ASCII, which is asked most.
    var isSpace: Bool {
        value < 0x80 ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace
    }

    /// Han, kana, and the punctuation and full-width forms set among them: written without blanks between words.
    var isCJK: Bool {
        switch value {
        case 0x2E80..<0xA4D0, 0xF900..<0xFB00, 0xFE30..<0xFE50, 0xFF00..<0xFFF0, 0x20000..<0x32000: true
        default: false
        }
    }

    var isHan: Bool {
        switch value {
        case 0x3400..<0x4DC0, 0x4E00..<0xA000, 0xF900..<0xFB00, 0x20000..<0x32000, 0x3005, 0x3007: true
        default: false
        }
    }

    var isKana: Bool { (0x3041..<0x3100).contains(value) || (0xFF66..<0xFFA0).contains(value) }

    var isHangul: Bool { (0xAC00..<0xD7A4).contains(value) || (0x1100..<0x1200).contains(value) }
}
