// Brings the many ways of writing the same character down to one: case, width, diacritics, traditional and
// simplified Chinese. Used alike for what is indexed and what is asked.

import Foundation

/// Folds words and characters to the form under which they are found.
struct CharacterFolding: Sendable {
    static let standard = CharacterFolding()

    /// Indexed by scalar value − 0x3400; 0 where a character folds to itself.
    private let han: [UInt16]
    private static let hanRange: ClosedRange<UInt32> = 0x3400...0xFAFF
    /// The characters that nearly all Chinese texts are made of, as strings ready to be used.
    private let commonStrings: [String]
    private static let commonRange: ClosedRange<UInt32> = 0x4E00...0x9FFF

    private init() {
        var table = [UInt16](repeating: 0, count: Self.hanRange.count)
        let pairs = zip(
            TraditionalCharacters.traditional.unicodeScalars,
            TraditionalCharacters.simplified.unicodeScalars
        )
        for (traditional, simplified) in pairs {
            table[Int(traditional.value - Self.hanRange.lowerBound)] = UInt16(simplified.value)
        }
        han = table
        commonStrings = Self.commonRange.map { value in Unicode.Scalar(value).map { String($0) } ?? "" }
    }

    /// A folded character as a string.
    func string(_ folded: Unicode.Scalar) -> String {
        guard Self.commonRange.contains(folded.value) else { return String(folded) }
        return commonStrings[Int(folded.value - Self.commonRange.lowerBound)]
    }

    /// The folded form of a character from a script without blanks.
    @inline(__always)
    func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard Self.hanRange.contains(scalar.value) else { return Self.widen(scalar) }
        let folded = han[Int(scalar.value - Self.hanRange.lowerBound)]
        return folded == 0 ? scalar : Unicode.Scalar(folded) ?? scalar
    }

    /// The folded form of a word: compatibility-normalised, lower case, without diacritics.
    func fold(word: some StringProtocol) -> String {
        if word.utf8.allSatisfy({ $0 < 0x80 }) { return word.lowercased() }
        return word.precomposedStringWithCompatibilityMapping
            .folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
    }

    /// The full-width form of half-width katakana; every other scalar as it is.
    private static func widen(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0xFF66...0xFF9D).contains(scalar.value) else { return scalar }
        return String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars.first ?? scalar
    }
}
