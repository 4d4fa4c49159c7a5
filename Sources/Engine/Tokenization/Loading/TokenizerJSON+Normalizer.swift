// The normalizers of tokenizer.json.

internal import Foundation
internal import ModelFiles

extension TokenizerJSON {
    private static let normalizers =
        "NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip, Replace, Prepend, BertNormalizer, Precompiled and Sequence"

    func normalizerSteps(_ json: ExactJSON?) throws -> [Normalizer.Step] {
        guard let json else { return [] }
        let type = json["type"]?.string ?? ""
        switch type {
        case "Sequence": return try (json["normalizers"]?.array ?? []).flatMap(normalizerSteps)
        case "NFC", "NFD", "NFKC", "NFKD": return NormalizationForm(rawValue: type).map { [.form($0)] } ?? []
        case "Lowercase": return [.lowercase]
        case "StripAccents": return [.strippedAccents]
        case "Strip":
            return [.trimmed(left: json["strip_left"]?.bool ?? true, right: json["strip_right"]?.bool ?? true)]
        case "Replace":
            return [.replaced(try pattern(json["pattern"]), by: Array((json["content"]?.string ?? "").utf8))]
        case "Prepend": return [.prefix(Array((json["prepend"]?.string ?? "").utf8))]
        case "BertNormalizer":
            let lowercases = json["lowercase"]?.bool ?? true
            let bert = BertNormalizer(
                cleansText: json["clean_text"]?.bool ?? true,
                separatesChinese: json["handle_chinese_chars"]?.bool ?? true,
                stripsAccents: json["strip_accents"]?.bool ?? lowercases,
                lowercases: lowercases
            )
            return [.bert(bert)]
        case "Precompiled":
            guard let text = json["precompiled_charsmap"]?.string, let blob = Data(base64Encoded: text),
                let map = CharacterMap([UInt8](blob))
            else {
                throw invalid(
                    "normalizer.precompiled_charsmap",
                    expected: "a double-array trie in base64",
                    found: "something else"
                )
            }
            return [.characterMap(map)]
        default: throw unsupported("the normalizer \"\(type.prefix(40))\"", supported: Self.normalizers)
        }
    }

    /// A pattern as a string to be found or as a regular expression.
    func pattern(_ json: ExactJSON?) throws -> Pattern {
        if let text = json?["Regex"]?.string { return try Pattern(text) }
        guard let text = json?["String"]?.string, !text.isEmpty else {
            throw invalid("pattern", expected: "a String or a Regex", found: "neither")
        }
        return try Pattern(Self.escaped(text))
    }

    static func escaped(_ text: String) -> String {
        var pattern = ""
        for scalar in text.unicodeScalars {
            if #"\^$.|?*+()[]{}"#.unicodeScalars.contains(scalar) { pattern += "\\" }
            pattern.unicodeScalars.append(scalar)
        }
        return pattern
    }
}
