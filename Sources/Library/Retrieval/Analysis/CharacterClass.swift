// Which scalars make words, which are written without blanks between words, and which only separate.

/// How the analyzer treats a Unicode scalar.
enum CharacterClass {
    /// Letters, digits and marks of scripts that put blanks between words.
    case word
    /// Scripts without blanks between words: Han, kana, Hangul, Thai, Lao, Khmer, Burmese. Cut into bigrams.
    case continuous
    /// Everything else.
    case separator

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: self = .word
        case 0...0x7F: self = .separator
        // The punctuation of Chinese texts, by the properties below: this is quicker.
        case 0x2010...0x2027, 0x3000...0x3004, 0x3008...0x3020, 0xFF01...0xFF0F, 0xFF1A...0xFF20: self = .separator
        case 0x3005...0x3007, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            self = .continuous  // Han, with 々〆〇
        case 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D:
            self = .continuous  // kana
        case 0x1100...0x11FF, 0xAC00...0xD7AF: self = .continuous  // Hangul
        case 0x0E01...0x0E4E, 0x0E80...0x0EDF, 0x1000...0x109F, 0x1780...0x17D3: self = .continuous
        default:
            let properties = scalar.properties
            if properties.isAlphabetic || properties.numericType != nil {
                self = .word
                return
            }
            switch properties.generalCategory {
            case .nonspacingMark, .spacingMark, .enclosingMark: self = .word
            default: self = .separator
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether this is a Chinese character.
    package var isHan: Bool {
        switch value {
        case 0x3005...0x3007, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }
}
