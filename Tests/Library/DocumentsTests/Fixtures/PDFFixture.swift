// Small PDFs, written line by line at chosen places.

/// One line of type on a page.
struct TypedLine {
    let x: Double
    /// Points from the top of the page.
    let y: Double
    var size = 10.0
    /// In the font's encoding, Latin-1 here.
    let bytes: [UInt8]

    init(_ x: Double, _ y: Double, size: Double = 10, _ text: String) {
        (self.x, self.y, self.size) = (x, y, size)
        bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    init(_ x: Double, _ y: Double, size: Double = 10, bytes: [UInt8]) {
        (self.x, self.y, self.size, self.bytes) = (x, y, size, bytes)
    }
}

/// Writes PDF 1.4 with one font in WinAnsiEncoding.
enum PDFFixture {
    static func pdf(_ pages: [[TypedLine]], info: String = "", page attributes: String = "") -> [UInt8] {
        var objects: [[UInt8]] = [
            Array("<</Type/Catalog/Pages 2 0 R>>".utf8), [],
            Array("<</Type/Font/Subtype/TrueType/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".utf8),
            Array("<<\(info)>>".utf8),
        ]
        var kids: [String] = []
        for lines in pages {
            var content: [UInt8] = []
            for line in lines {
                content += Array("BT /F1 \(line.size) Tf \(line.x) \(792 - line.y) Td <".utf8)
                content += line.bytes.flatMap { byte in
                    let digits = String(byte, radix: 16)
                    return Array((digits.count == 1 ? "0" : "").utf8) + Array(digits.utf8)
                }
                content += Array("> Tj ET\n".utf8)
            }
            objects.append(Array("<</Length \(content.count)>>stream\n".utf8) + content + Array("\nendstream".utf8))
            let page =
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]\(attributes)/Contents \(objects.count) 0 R"
                + "/Resources<</Font<</F1 3 0 R>>>>>>"
            objects.append(Array(page.utf8))
            kids.append("\(objects.count) 0 R")
        }
        objects[1] = Array("<</Type/Pages/Count \(pages.count)/Kids[\(kids.joined(separator: " "))]>>".utf8)

        var file = Array("%PDF-1.4\n".utf8)
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.count)
            file += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
        }
        let start = file.count
        file += Array("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8)
        for offset in offsets {
            let digits = String(offset)
            file += Array((String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n").utf8)
        }
        file += Array("trailer<</Size \(objects.count + 1)/Root 1 0 R/Info 4 0 R>>\nstartxref\n\(start)\n%%EOF".utf8)
        return file
    }
}
