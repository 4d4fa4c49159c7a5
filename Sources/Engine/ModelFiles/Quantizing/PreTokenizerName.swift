// GGUF does not say how a text is split before byte-level BPE, it names a tokenizer that everybody knows. The name follows
// from the expressions of `tokenizer.json`.

/// The names of pre-tokenizers in GGUF.
enum PreTokenizerName {
    /// The expressions of each name, one after the other.
    private static let names: [(name: String, expressions: [String])] = [
        (
            "llama-bpe",
            [
                #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
            ]
        ),
        (
            "qwen2",
            [
                #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
            ]
        ),
        (
            "tekken",
            [
                #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
            ]
        ),
        (
            "deepseek-v3",
            [
                #"\p{N}{1,3}"#, "[一-龥぀-ゟ゠-ヿ]+",
                ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"##,
            ]
        ),
    ]

    static func name(of json: JSON, file: String) throws(ModelFileError) -> String {
        let parts = json["pre_tokenizer"]?["pretokenizers"]?.array ?? [json["pre_tokenizer"] ?? .null]
        let expressions = parts.compactMap { $0["pattern"]?["Regex"]?.string }
        if let known = names.first(where: { $0.expressions == expressions }) { return known.name }
        let splitsAsGPT2 = parts.contains { $0["type"]?.string == "ByteLevel" && $0["use_regex"]?.bool != false }
        if expressions.isEmpty, splitsAsGPT2 { return "gpt-2" }
        throw .unsupported(
            file: file,
            what: "a pre-tokenizer with the expressions \(quoted(expressions.joined(separator: " ")))",
            supported: "for GGUF those of " + (names.map(\.name) + ["gpt-2"]).joined(separator: ", ")
        )
    }
}
