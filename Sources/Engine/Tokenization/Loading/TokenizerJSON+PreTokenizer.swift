// The pre-tokenizers of tokenizer.json: all but those that put something into the text are splits by patterns.

internal import ModelFiles

extension TokenizerJSON {
    private static let preTokenizers =
        "ByteLevel, Split, Digits, Punctuation, Whitespace, WhitespaceSplit, BertPreTokenizer, Metaspace, "
        + "CharDelimiterSplit and Sequence"

    /// The steps, and whether pieces are encoded byte by byte.
    func preTokenizer() throws -> (steps: PreTokenizer, isByteLevel: Bool) {
        let steps = try json["pre_tokenizer"].map { try flattened($0) } ?? []
        let place = steps.firstIndex { $0["type"]?.string == "ByteLevel" }
        var result = PreTokenizer()
        for (index, step) in steps.enumerated() {
            result.steps += try preTokenizerSteps(step)
            // What follows ByteLevel sees its characters, not the text's.
            if index == place, index < steps.count - 1 { result.steps.append(.spelled) }
        }
        if let place, place < steps.count - 1 { result.steps.append(.unspelled) }
        return (result, place != nil)
    }

    private func flattened(_ json: ExactJSON) throws -> [ExactJSON] {
        guard json["type"]?.string == "Sequence" else { return [json] }
        return try (json["pretokenizers"]?.array ?? []).flatMap(flattened)
    }

    private func preTokenizerSteps(_ json: ExactJSON) throws -> [PreTokenizer.Step] {
        let type = json["type"]?.string ?? ""
        switch type {
        case "ByteLevel":
            let prefix: [PreTokenizer.Step] = json["add_prefix_space"]?.bool ?? true ? [.prefixedSpace] : []
            let split = json["use_regex"]?.bool ?? true
            return try prefix + (split ? [.split(Pattern(NamedPreTokenizer.gpt2), .isolated)] : [])
        case "Split":
            let inverted = json["invert"]?.bool ?? false
            return [.split(try pattern(json["pattern"]), try behavior(json["behavior"]), inverted: inverted)]
        case "Digits":
            return [.split(try Pattern(json["individual_digits"]?.bool ?? false ? #"\p{N}"# : #"\p{N}+"#), .isolated)]
        case "Punctuation":
            return [
                .split(try Pattern(BertNormalizer.punctuation), try behavior(json["behavior"] ?? .string("Isolated")))
            ]
        case "Whitespace": return [.split(try Pattern(#"\w+|[^\w\s]+"#), .removed, inverted: true)]
        case "WhitespaceSplit": return [.split(try Pattern(#"\s"#), .removed)]
        case "BertPreTokenizer": return try PreTokenizer.bert().steps
        case "CharDelimiterSplit":
            return [.split(try Pattern(Self.escaped(json["delimiter"]?.string ?? " ")), .removed)]
        case "Metaspace": return [try metaspace(json)]
        default: throw unsupported("the pre-tokenizer \"\(type.prefix(40))\"", supported: Self.preTokenizers)
        }
    }

    private func behavior(_ json: ExactJSON?) throws -> SplitBehavior {
        guard let name = json?.string, let behavior = SplitBehavior(rawValue: name) else {
            throw unsupported(
                "the split behavior \"\(json?.string?.prefix(40) ?? "")\"",
                supported: "Removed, Isolated, MergedWithPrevious, MergedWithNext and Contiguous"
            )
        }
        return behavior
    }

    private func metaspace(_ json: ExactJSON) throws -> PreTokenizer.Step {
        // Older files say add_prefix_space where newer ones name a scheme.
        let scheme = json["prepend_scheme"]?.string ?? (json["add_prefix_space"]?.bool ?? true ? "always" : "never")
        guard let prepends = PreTokenizer.Prepending(rawValue: scheme) else {
            throw unsupported("the prepend scheme \"\(scheme.prefix(40))\"", supported: "always, first and never")
        }
        return .metaspace(
            replacement: Array((json["replacement"]?.string ?? "\u{2581}").utf8),
            prepends: prepends,
            splits: json["split"]?.bool ?? true
        )
    }
}
