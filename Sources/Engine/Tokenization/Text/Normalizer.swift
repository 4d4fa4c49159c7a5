// What a text becomes before it is cut into pieces: the normalizers of tokenizer.json, BERT's, and SentencePiece's.

/// Steps that rewrite a text, one after another.
struct Normalizer: Sendable {
    enum Step: Sendable {
        case form(NormalizationForm)
        case lowercase
        /// Leaves out marks (M).
        case strippedAccents
        /// Leaves out white-space at the ends.
        case trimmed(left: Bool, right: Bool)
        case replaced(Pattern, by: [UInt8])
        /// Puts this before a text that is not empty.
        case prefix([UInt8])
        case bert(BertNormalizer)
        case sentencePiece(SentencePieceNormalizer)
        /// A precompiled map as `tokenizers` applies it: to short grapheme clusters, else to characters.
        case characterMap(CharacterMap)
    }

    var steps: [Step] = []

    func normalized(_ text: [UInt8]) throws -> [UInt8] {
        try steps.reduce(text) { try Self.apply($1, $0) }
    }

    private static func apply(_ step: Step, _ text: [UInt8]) throws -> [UInt8] {
        switch step {
        case .form(let form): return form.normalized(text)
        case .lowercase: return lowercased(text)
        case .strippedAccents: return without(combiningMarks, text)
        case .trimmed(let left, let right): return trimmed(text, left: left, right: right)
        case .replaced(let pattern, let replacement):
            var result: [UInt8] = []
            var position = 0
            try pattern.forEachMatch(in: text.span, 0..<text.count) { match in
                result += text[position..<match.lowerBound] + replacement
                position = match.upperBound
            }
            return position == 0 ? text : result + text[position...]
        case .prefix(let prefix): return text.isEmpty ? text : prefix + text
        case .bert(let bert): return bert.normalized(text)
        case .sentencePiece(let normalizer): return normalizer.normalized(text)
        case .characterMap(let map): return mapped(text, by: map)
        }
    }

    static func lowercased(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            result += scalar.properties.lowercaseMapping.utf8
        }
        return result
    }

    /// The marks that `tokenizers` knows, those of Unicode 12.
    private static let combiningMarks = UnicodeClasses.marks.intersection(UnicodeClasses.assigned(upTo: 12))

    /// The text without the scalars of a set.
    static func without(_ set: ScalarSet, _ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var position = 0
        while position < text.count {
            let (value, width) = UTF8Scalar.decode(text.span, at: position, end: text.count)
            if value < 0x80 || !set.contains(value) { result += text[position..<position + width] }
            position += width
        }
        return result
    }

    private static func trimmed(_ text: [UInt8], left: Bool, right: Bool) -> [UInt8] {
        var scalars = String(decoding: text, as: UTF8.self).unicodeScalars[...]
        if left { scalars = scalars.drop { $0.properties.isWhitespace } }
        while right, let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return Array(String(scalars).utf8)
    }

    private static func mapped(_ text: [UInt8], by map: CharacterMap) -> [UInt8] {
        var result: [UInt8] = []
        for cluster in String(decoding: text, as: UTF8.self) {
            let bytes = Array(cluster.utf8)
            if bytes.count < 6, let replacement = replacement(for: bytes, in: map) {
                result += replacement
                continue
            }
            for scalar in cluster.unicodeScalars {
                let bytes = Array(String(scalar).utf8)
                result += replacement(for: bytes, in: map) ?? bytes[...]
            }
        }
        return result
    }

    /// What the shortest entry that the bytes begin with becomes; `tokenizers` puts it in place of all of them.
    private static func replacement(for bytes: [UInt8], in map: CharacterMap) -> ArraySlice<UInt8>? {
        var first: ArraySlice<UInt8>?
        map.forEachPrefix(in: bytes.span, from: 0, to: bytes.count) { if first == nil { first = $1 } }
        return first
    }
}
