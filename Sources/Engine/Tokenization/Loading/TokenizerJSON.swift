// tokenizer.json of Hugging Face's `tokenizers`: vocabulary and added tokens here, the steps in the files beside this one.
// What is not carried out is refused by its name: a step that is left out would give wrong ids.

internal import ModelFiles

extension TokenizerParts {
    init(tokenizerJSON bytes: [UInt8], file: String) throws {
        let json = TokenizerJSON(file: file, json: try ExactJSON(bytes, file: file))
        let added = try json.added()
        let preTokenizer = try json.preTokenizer()
        let (vocabulary, model) = try json.vocabularyAndModel(added, isByteLevel: preTokenizer.isByteLevel)
        self.init(
            added: added,
            normalizer: Normalizer(steps: try json.normalizerSteps(json.json["normalizer"])),
            preTokenizer: preTokenizer.steps,
            model: model,
            detokenizer: try json.detokenizer(vocabulary, added)
        )
        try json.readTemplates(json.json["post_processor"], into: &self)
    }
}

/// Reads the parts of a tokenizer.json.
struct TokenizerJSON {
    let file: String
    let json: ExactJSON

    func unsupported(_ what: String, supported: String) -> ModelFileError {
        .unsupported(file: file, what: what, supported: supported)
    }

    func invalid(_ place: String, expected: String, found: String) -> ModelFileError {
        .invalid(file: file, place: place, expected: expected, found: found)
    }

    // MARK: Added tokens

    func added() throws -> [AddedToken] {
        try (json["added_tokens"]?.array ?? []).enumerated().map { index, entry in
            guard let id = entry["id"]?.integer, (0..<1 << 24).contains(id), let content = entry["content"]?.string,
                !content.isEmpty, content.utf8.count <= AddedTokens.longest
            else {
                throw invalid(
                    "added_tokens[\(index)]",
                    expected: "an id and a content of at most \(AddedTokens.longest) bytes",
                    found: "something else"
                )
            }
            return AddedToken(
                id: Int32(id),
                content: content,
                isSpecial: entry["special"]?.bool ?? false,
                stripsLeft: entry["lstrip"]?.bool ?? false,
                stripsRight: entry["rstrip"]?.bool ?? false,
                isSingleWord: entry["single_word"]?.bool ?? false,
                isNormalized: entry["normalized"]?.bool ?? false
            )
        }
    }

    // MARK: Model

    func vocabularyAndModel(_ added: [AddedToken], isByteLevel: Bool) throws -> (Vocabulary, TokenModel) {
        guard let model = json["model"] else { throw ModelFileError.missing(file: file, what: "model") }
        let type =
            model["type"]?.string
            ?? (model["merges"] != nil ? "BPE" : model["vocab"]?.array != nil ? "Unigram" : "WordPiece")
        switch type {
        case "BPE": return try bytePairs(model, added, isByteLevel)
        case "Unigram": return try unigram(model, added)
        case "WordPiece": return try wordPiece(model, added)
        default:
            throw unsupported("a model of the type \"\(type.prefix(40))\"", supported: "BPE, Unigram and WordPiece")
        }
    }

    private func bytePairs(_ model: ExactJSON, _ added: [AddedToken], _ isByteLevel: Bool) throws -> (
        Vocabulary, TokenModel
    ) {
        for name: StaticString in ["continuing_subword_prefix", "end_of_word_suffix"] {
            if let mark = model[name]?.string, !mark.isEmpty {
                throw unsupported("a BPE model with \(name)", supported: "BPE without marks inside of words")
            }
        }
        var vocabulary = try vocabulary(model, added)
        let merges = try merges(model)
        if model["byte_fallback"]?.bool ?? false {
            for (id, token) in vocabulary.tokens.enumerated() where Vocabulary.byte(of: token) != nil {
                vocabulary.kinds[id] = .byte
            }
        }
        var pairs = try isByteLevel ? vocabulary.bytePairs(merges: merges) : vocabulary.characterPairs(merges: merges)
        pairs.takesWholePieces = model["ignore_merges"]?.bool ?? false
        pairs.fusesUnknown = model["fuse_unk"]?.bool ?? false
        if let name = model["unk_token"]?.string {
            guard let unknown = pairs.symbols.id(of: Array(name.utf8)) else {
                throw invalid("model.unk_token", expected: "a token of the vocabulary", found: "\"\(name.prefix(40))\"")
            }
            pairs.unknown = unknown
        }
        return (vocabulary, .bytePairs(pairs))
    }

    private func merges(_ model: ExactJSON) throws -> [(String, String)] {
        try (model["merges"]?.array ?? []).enumerated().map { index, merge in
            if let pair = merge.array, pair.count == 2, let left = pair[0].string, let right = pair[1].string {
                return (left, right)
            }
            let halves = merge.string?.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false) ?? []
            guard halves.count == 2 else {
                throw invalid("model.merges[\(index)]", expected: "two tokens", found: "something else")
            }
            return (String(halves[0]), String(halves[1]))
        }
    }

    private func unigram(_ model: ExactJSON, _ added: [AddedToken]) throws -> (Vocabulary, TokenModel) {
        var vocabulary = Vocabulary(file: file, tokens: [], kinds: [])
        for (index, entry) in (model["vocab"]?.array ?? []).enumerated() {
            guard let pair = entry.array, pair.count == 2, let token = pair[0].string, let score = pair[1].number else {
                throw invalid("model.vocab[\(index)]", expected: "a token and its score", found: "something else")
            }
            let isByte = model["byte_fallback"]?.bool ?? false && Vocabulary.byte(of: token) != nil
            vocabulary.tokens.append(token)
            vocabulary.kinds.append(isByte ? .byte : .normal)
            vocabulary.scores.append(Float(score))
        }
        if let unknown = model["unk_id"]?.integer {
            guard vocabulary.kinds.indices.contains(unknown) else {
                throw invalid(
                    "model.unk_id",
                    expected: "a number below \(vocabulary.tokens.count)",
                    found: "\(unknown)"
                )
            }
            vocabulary.kinds[unknown] = .unknown
        }
        try add(added, to: &vocabulary)
        return (vocabulary, .unigram(try vocabulary.unigram()))
    }

    private func wordPiece(_ model: ExactJSON, _ added: [AddedToken]) throws -> (Vocabulary, TokenModel) {
        let mark = model["continuing_subword_prefix"]?.string ?? "##"
        let vocabulary = try vocabulary(model, added)
        var pieces = WordPieces(tidies: true)
        var unknown: Int32?
        let unknownName = model["unk_token"]?.string ?? "[UNK]"
        for (id, token) in vocabulary.tokens.enumerated() {
            let continues = token.utf8.starts(with: mark.utf8)
            let content =
                continues ? String(decoding: Array(token.utf8.dropFirst(mark.utf8.count)), as: UTF8.self) : token
            pieces.add(content, continuesWord: continues, isOrdinary: vocabulary.kinds[id] == .normal)
            if token.utf8.elementsEqual(unknownName.utf8) { unknown = Int32(id) }
        }
        guard let unknown else {
            throw invalid(
                "model.unk_token",
                expected: "a token of the vocabulary",
                found: "\"\(unknownName.prefix(40))\""
            )
        }
        var wordPiece = try pieces.model(file: file, unknown: unknown)
        wordPiece.longestWord = model["max_input_chars_per_word"]?.integer ?? 100
        return (vocabulary, .wordPiece(wordPiece))
    }

    /// The vocabulary of an object from tokens to ids, and the added tokens.
    private func vocabulary(_ model: ExactJSON, _ added: [AddedToken]) throws -> Vocabulary {
        guard let members = model["vocab"]?.members else {
            throw ModelFileError.missing(file: file, what: "model.vocab")
        }
        // Ids may leave gaps, but not such that a small file asks for much memory.
        let limit = 2 * members.count + 100_000
        var vocabulary = Vocabulary(file: file, tokens: [], kinds: [])
        for (token, id) in members {
            guard let id = id.integer, (0..<limit).contains(id) else {
                throw invalid(
                    "model.vocab",
                    expected: "an id below \(limit)",
                    found: "another for \"\(token.prefix(40))\""
                )
            }
            while vocabulary.tokens.count <= id {
                vocabulary.tokens.append("")
                vocabulary.kinds.append(.unused)
            }
            vocabulary.tokens[id] = token
            vocabulary.kinds[id] = .normal
        }
        try add(added, to: &vocabulary)
        return vocabulary
    }

    private func add(_ added: [AddedToken], to vocabulary: inout Vocabulary) throws {
        let limit = 2 * (vocabulary.tokens.count + added.count) + 100_000
        for token in added {
            let id = Int(token.id)
            guard id < limit else {
                throw invalid("added_tokens", expected: "an id below \(limit)", found: "\(id)")
            }
            while vocabulary.tokens.count <= id {
                vocabulary.tokens.append("")
                vocabulary.kinds.append(.unused)
                if !vocabulary.scores.isEmpty { vocabulary.scores.append(0) }
            }
            let isNew = vocabulary.kinds[id] == .unused
            if isNew { vocabulary.tokens[id] = token.content }
            if isNew { vocabulary.kinds[id] = token.isSpecial ? .control : .userDefined }
        }
    }
}
