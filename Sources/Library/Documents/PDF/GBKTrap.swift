// Chinese PDFs of old printer drivers declare GBK bytes as WinAnsi, so that every program reads Latin letters:
// ±±¶·ÐÇ for 北斗星. The letters are turned back into bytes and read as GB18030, when that makes far better sense.

/// Recovers Chinese that was taken for Western letters.
enum GBKTrap {
    /// Repairs the words of a document, when most of its letters beyond ASCII are such pairs.
    ///
    /// Judged by the whole document: Western text has accented letters alone between plain ones, Chinese in this trap
    /// has them only in pairs, and the pairs are common characters.
    static func repair(_ pages: inout [PDFPage]) {
        var evidence = Evidence()
        for page in pages {
            for line in page.blocks.lazy.flatMap(\.lines) {
                for word in line.words where word.text.utf8.contains(where: { $0 >= 0x80 }) { evidence.add(word.text) }
            }
        }
        guard evidence.isConvincing else { return }
        for page in pages.indices {
            for block in pages[page].blocks.indices {
                for line in pages[page].blocks[block].lines.indices {
                    for word in pages[page].blocks[block].lines[line].words.indices {
                        let text = pages[page].blocks[block].lines[line].words[word].text
                        if let chinese = decoded(text) {
                            pages[page].blocks[block].lines[line].words[word].text = chinese.text
                        }
                    }
                }
            }
        }
    }

    /// A single string, such as a title, repaired when it is surely in the trap.
    static func repaired(_ text: String) -> String {
        var evidence = Evidence()
        evidence.add(text)
        guard evidence.isConvincing, let chinese = decoded(text) else { return text }
        return chinese.text
    }

    /// What speaks for and against the trap.
    private struct Evidence {
        private var highCount = 0
        private var pairedCount = 0
        private var commonCount = 0
        private var hanCount = 0

        mutating func add(_ text: String) {
            let high = text.unicodeScalars.count { $0.value >= 0x80 }
            highCount += high
            // A mix with characters outside Windows-1252 is not in the trap.
            guard high > 0, let chinese = decoded(text) else { return }
            pairedCount += chinese.pairedHighCount
            for scalar in chinese.text.unicodeScalars where scalar.isHan {
                hanCount += 1
                if scalar.isPlain(in: .gb18030) { commonCount += 1 }
            }
        }

        var isConvincing: Bool {
            hanCount >= 2 && pairedCount * 10 >= highCount * 9 && commonCount * 10 >= hanCount * 8
        }
    }

    /// The text read as GB18030, with how many letters beyond ASCII stood in pairs of two such letters;
    /// nil when it cannot be GBK at all.
    private static func decoded(_ text: String) -> (text: String, pairedHighCount: Int)? {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let byte = windows1252Byte(scalar) else { return nil }
            // poppler shows 0xAD as a hyphen; as the second half of a character it can be nothing else.
            bytes.append(byte == 0x2D && isLead(bytes) ? 0xAD : byte)
        }
        // The second byte 0xA0 is a blank to poppler and ends the word.
        if isLead(bytes) { bytes.append(0xA0) }
        guard let (chinese, errors) = TextEncoding.gb18030.decode(bytes), errors == 0 else { return nil }
        var paired = 0
        var index = 0
        while index < bytes.count {
            if bytes[index] >= 0x80, index + 1 < bytes.count {
                if bytes[index] >= 0xA1, bytes[index + 1] >= 0xA0 { paired += 2 }
                index += 2
            } else {
                index += 1
            }
        }
        return (chinese.cleaned(), paired)
    }

    /// Whether `bytes` end in the first half of a character.
    private static func isLead(_ bytes: [UInt8]) -> Bool {
        var isLead = false
        for byte in bytes { isLead = isLead ? false : byte >= 0x81 }
        return isLead
    }

    private static func windows1252Byte(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.value < 0x80 || (0xA0...0xFF).contains(scalar.value) { return UInt8(scalar.value) }
        return windows1252[scalar]
    }

    /// The letters of 0x80 to 0x9F.
    private static let windows1252: [Unicode.Scalar: UInt8] = {
        var table: [Unicode.Scalar: UInt8] = [:]
        for byte in UInt8(0x80)...0x9F {
            guard let (text, errors) = TextEncoding.windows1252.decode([byte]), errors == 0 else { continue }
            for scalar in text.unicodeScalars { table[scalar] = byte }
        }
        return table
    }()
}
