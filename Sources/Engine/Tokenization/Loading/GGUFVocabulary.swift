// The vocabulary in the metadata of a GGUF file (`tokenizer.ggml.*`) becomes a tokenizer.

internal import ModelFiles

extension TokenizerParts {
    /// - Throws: `ModelFileError` where a key is missing or wrong, `TokenizationError` for a pattern.
    init(gguf: GGUFFile) throws {
        let keys = GGUFVocabulary(gguf)
        let vocabulary = try keys.vocabulary()
        switch try keys.required("model", gguf.string) {
        case "gpt2": self = try keys.byteLevel(vocabulary)
        case "llama": self = try keys.sentencePiece(vocabulary, vocabulary.scoredPairs())
        case "gemma4": self = try keys.mergedCharacters(vocabulary)
        case "t5": self = try keys.unigram(vocabulary)
        case "bert": self = try keys.wordPiece(vocabulary)
        case let other:
            throw ModelFileError.unsupported(
                file: gguf.path,
                what: "a tokenizer of the kind \"\(other.prefix(40))\"",
                supported: "gpt2, llama, gemma4, t5 and bert"
            )
        }
        beginToken = try keys.token("bos")
        endTokens = try ["eos", "eot", "eom"].compactMap { try keys.token($0) }
    }
}

/// Reads the keys.
private struct GGUFVocabulary {
    private static let mostTokens = 1 << 24

    let gguf: GGUFFile

    init(_ gguf: GGUFFile) { self.gguf = gguf }

    func required<Value>(_ name: String, _ read: (String) throws -> Value?) throws -> Value {
        guard let value = try read("tokenizer.ggml." + name) else {
            throw ModelFileError.missing(file: gguf.path, what: "tokenizer.ggml.\(name)")
        }
        return value
    }

    private func bool(_ name: String, default value: Bool) throws -> Bool {
        try gguf.bool("tokenizer.ggml." + name) ?? value
    }

    /// The id under `tokenizer.ggml.NAME_token_id`, where it is one.
    func token(_ name: String) throws -> Int32? {
        guard let id = try gguf.integer("tokenizer.ggml.\(name)_token_id"), id != Int(UInt32.max), id != -1 else {
            return nil
        }
        let count = gguf["tokenizer.ggml.tokens"]?.array?.count ?? 0
        guard (0..<count).contains(id) else {
            throw invalid("\(name)_token_id", "a number below \(count)", "\(id)")
        }
        return Int32(id)
    }

    private func invalid(_ name: String, _ expected: String, _ found: String) -> ModelFileError {
        .invalid(file: gguf.path, place: "tokenizer.ggml.\(name)", expected: expected, found: found)
    }

    func vocabulary() throws -> Vocabulary {
        let tokens = try required("tokens", gguf.strings)
        guard tokens.count <= Self.mostTokens else { throw invalid("tokens", "at most 16 million", "\(tokens.count)") }
        let kinds = try gguf.integers("tokenizer.ggml.token_type") ?? Array(repeating: 1, count: tokens.count)
        let scores = try gguf.numbers("tokenizer.ggml.scores") ?? Array(repeating: 0, count: tokens.count)
        guard kinds.count == tokens.count else {
            throw invalid("token_type", "\(tokens.count) entries", "\(kinds.count)")
        }
        guard scores.count == tokens.count else {
            throw invalid("scores", "\(tokens.count) entries", "\(scores.count)")
        }
        return Vocabulary(
            file: gguf.path,
            tokens: tokens,
            kinds: kinds.map { Vocabulary.Kind(rawValue: $0) ?? .normal },
            scores: scores.map { $0.isNaN ? 0 : Float($0) }
        )
    }

    /// The merges, each split at its first space after the first character: a token may itself be a space.
    private func merges() throws -> [(String, String)] {
        try required("merges", gguf.strings).enumerated().map { index, line in
            let scalars = line.unicodeScalars
            guard let space = scalars.dropFirst().firstIndex(of: " ") else {
                throw invalid("merges", "two tokens with a space between them", "\"\(line.prefix(40))\" at \(index)")
            }
            return (String(scalars[..<space]), String(scalars[scalars.index(after: space)...]))
        }
    }

    func byteLevel(_ vocabulary: Vocabulary) throws -> TokenizerParts {
        let name = try gguf.string("tokenizer.ggml.pre") ?? "default"
        guard let named = NamedPreTokenizer(name) else {
            throw ModelFileError.unsupported(
                file: gguf.path,
                what: "a tokenizer with the pre-tokenizer \"\(name.prefix(40))\"",
                supported: "those of GPT-2, Llama 3, Qwen, DeepSeek, Hunyuan, Falcon, StarCoder and others"
            )
        }
        var model = try vocabulary.bytePairs(merges: merges())
        model.takesWholePieces = named.ignoresMerges
        let separators = try bool("add_sep_token", default: false) ? [try token("seperator")] : []
        return TokenizerParts(
            added: vocabulary.added,
            normalizer: Normalizer(steps: named.composes ? [.form(.nfc)] : []),
            preTokenizer: try named.preTokenizer(),
            model: .bytePairs(model),
            detokenizer: vocabulary.byteDetokenizer(),
            template: try template(addsBegin: named.addsBegin, addsEnd: false, after: separators)
        )
    }

    func sentencePiece(_ vocabulary: Vocabulary, _ model: BytePairEncoding) throws -> TokenizerParts {
        let addsPrefix = try bool("add_space_prefix", default: true)
        var detokenizer = vocabulary.markedDetokenizer()
        detokenizer.dropsFirstSpace = addsPrefix
        let normalizer = SentencePieceNormalizer(
            map: try characterMap(),
            removesExtraSpaces: try bool("remove_extra_whitespaces", default: false),
            addsPrefix: addsPrefix
        )
        return TokenizerParts(
            added: vocabulary.added,
            normalizer: Normalizer(steps: [.sentencePiece(normalizer)]),
            model: .bytePairs(model),
            detokenizer: detokenizer,
            template: try template(addsBegin: true, addsEnd: false)
        )
    }

    /// Gemma 4: byte pair encoding by merges, over characters.
    func mergedCharacters(_ vocabulary: Vocabulary) throws -> TokenizerParts {
        try sentencePiece(vocabulary, vocabulary.characterPairs(merges: merges()))
    }

    func unigram(_ vocabulary: Vocabulary) throws -> TokenizerParts {
        var model = try vocabulary.unigram()
        model.roundsToSingle = true
        let addsPrefix = try bool("add_space_prefix", default: true)
        var detokenizer = vocabulary.markedDetokenizer()
        detokenizer.dropsFirstSpace = addsPrefix
        let normalizer = SentencePieceNormalizer(
            map: try characterMap(),
            removesExtraSpaces: try bool("remove_extra_whitespaces", default: true),
            addsPrefix: addsPrefix
        )
        return TokenizerParts(
            added: vocabulary.added,
            normalizer: Normalizer(steps: [.sentencePiece(normalizer)]),
            model: .unigram(model),
            detokenizer: detokenizer,
            template: try template(addsBegin: false, addsEnd: true)
        )
    }

    private func characterMap() throws -> CharacterMap? {
        guard let octets = try gguf.integers("tokenizer.ggml.precompiled_charsmap"), !octets.isEmpty else { return nil }
        guard let map = CharacterMap(octets.map { UInt8(truncatingIfNeeded: $0) }) else {
            throw invalid("precompiled_charsmap", "a double-array trie with its size before it", "other bytes")
        }
        return map
    }

    /// WordPiece: words begin with U+2581, and what goes on within a word has no mark.
    func wordPiece(_ vocabulary: Vocabulary) throws -> TokenizerParts {
        let mark = "\u{2581}"
        let lowercases = try bool("normalizer.lowercase", default: true)
        let normalizer = BertNormalizer(
            stripsAccents: try bool("normalizer.strip_accents", default: lowercases),
            lowercases: lowercases
        )
        var pieces = WordPieces(tidies: true)
        for (token, kind) in zip(vocabulary.tokens, vocabulary.kinds) {
            let begins = token.unicodeScalars.first == "\u{2581}"
            pieces.add(
                begins ? String(token.unicodeScalars.dropFirst(mark.unicodeScalars.count)) : token,
                continuesWord: !begins,
                isOrdinary: kind == .normal
            )
        }
        let (begin, end) = (try token("cls") ?? token("bos"), try token("seperator") ?? token("eos"))
        guard let unknown = try token("unknown") ?? vocabulary.unknown else {
            throw ModelFileError.missing(file: gguf.path, what: "tokenizer.ggml.unknown_token_id")
        }
        let ends = [begin, end].compactMap { $0 }
        return TokenizerParts(
            added: vocabulary.added,
            normalizer: Normalizer(steps: [.bert(normalizer)]),
            preTokenizer: try .bert(),
            model: .wordPiece(try pieces.model(file: gguf.path, unknown: unknown)),
            detokenizer: pieces.detokenizer,
            template: SequenceTemplate(before: begin.map { [$0] } ?? [], after: end.map { [$0] } ?? []),
            pairTemplate: ends.count == 2 ? .bertPair(ends[0], ends[1]) : SequenceTemplate([(.first, 0), (.second, 1)])
        )
    }

    private func template(addsBegin: Bool, addsEnd: Bool, after: [Int32?] = []) throws -> SequenceTemplate {
        let begin = try bool("add_bos_token", default: addsBegin) ? [try token("bos")] : []
        let end = try bool("add_eos_token", default: addsEnd) ? [try token("eos")] : []
        return SequenceTemplate(before: begin.compactMap { $0 }, after: (after + end).compactMap { $0 })
    }
}
