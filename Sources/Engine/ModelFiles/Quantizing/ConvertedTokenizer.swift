// `tokenizer.json` in the keys of GGUF's metadata: byte-level BPE as `gpt2`, BPE over characters with byte tokens as `llama`.

/// What GGUF says about a tokenizer.
enum ConvertedTokenizer {
    /// GGUF's kinds of tokens.
    private enum Kind: Int32 {
        case normal = 1
        case unknown = 2
        case control = 3
        case userDefined = 4
        case unused = 5
        case byte = 6
    }

    /// The keys; none for a folder without a tokenizer.
    static func entries(of folder: HuggingFaceFolder, vocabularySize: Int) throws(ModelFileError) -> [GGUFEntry] {
        var entries = try special(of: folder)
        guard let path = folder.file("tokenizer.json") else {
            guard folder.tokenizerPath == nil else {
                throw .unsupported(
                    file: folder.path,
                    what: "a tokenizer without tokenizer.json",
                    supported: "for GGUF tokenizer.json"
                )
            }
            return entries
        }
        let json = try JSON(contentsOf: path)
        guard let model = json["model"], model["type"]?.string ?? "BPE" == "BPE",
            let vocabulary = model["vocab"]?.object
        else {
            throw .unsupported(
                file: path,
                what: "a tokenizer of type \(quoted(json["model"]?["type"]?.string ?? ""))",
                supported: "for GGUF the type BPE"
            )
        }
        var tokens: [Int: (text: String, kind: Kind)] = [:]
        let hasBytes = model["byte_fallback"]?.bool ?? false
        let unknown = model["unk_token"]?.string
        for (text, id) in vocabulary {
            let isByte = hasBytes && text.wholeMatch(of: /<0x[0-9A-F]{2}>/) != nil
            tokens[id.integer ?? -1] = (text, isByte ? .byte : text == unknown ? .unknown : .normal)
        }
        for token in json["added_tokens"]?.array ?? [] {
            guard let id = token["id"]?.integer, let text = token["content"]?.string, text != unknown else { continue }
            tokens[id] = (text, token["special"]?.bool ?? false ? .control : .userDefined)
        }
        let count = max(vocabularySize, (tokens.keys.max() ?? 0) + 1)
        guard tokens.keys.allSatisfy({ $0 >= 0 }), count <= 1 << 24 else {
            throw .invalid(file: path, place: "vocab", expected: "ids from 0 to \(1 << 24)", found: "others")
        }
        // Embeddings may have more rows than there are tokens.
        let ordered = (0..<count).map { tokens[$0] ?? ("[PAD\($0)]", .unused) }
        let merges = try merges(model, path)
        entries += [
            GGUFEntry("tokenizer.ggml.tokens", .array(GGUFArray(ordered.map(\.text)))),
            GGUFEntry("tokenizer.ggml.token_type", .array(GGUFArray(ordered.map(\.kind.rawValue)))),
        ]
        if hasBytes {
            // A score says when a token is made: the sooner its merge comes, the higher.
            var rank: [String: Int] = [:]
            for (index, merge) in merges.enumerated() where rank[merge.joined] == nil { rank[merge.joined] = index }
            let scores = ordered.map { $0.kind == .normal ? -Float(rank[$0.text] ?? 0) : 0 }
            entries += [
                GGUFEntry("tokenizer.ggml.model", .string("llama")),
                GGUFEntry("tokenizer.ggml.pre", .string("default")),
                GGUFEntry("tokenizer.ggml.scores", .array(GGUFArray(scores))),
                GGUFEntry("tokenizer.ggml.add_space_prefix", .bool(addsSpace(json))),
            ]
        } else {
            entries += [
                GGUFEntry("tokenizer.ggml.model", .string("gpt2")),
                GGUFEntry("tokenizer.ggml.pre", .string(try PreTokenizerName.name(of: json, file: path))),
                GGUFEntry("tokenizer.ggml.merges", .array(GGUFArray(merges.map { "\($0.left) \($0.right)" }))),
            ]
        }
        return entries
    }

    private struct Merge {
        let left: String
        let right: String

        var joined: String { left + right }
    }

    private static func merges(_ model: JSON, _ path: String) throws(ModelFileError) -> [Merge] {
        var merges: [Merge] = []
        for (index, merge) in (model["merges"]?.array ?? []).enumerated() {
            let parts =
                merge.array?.compactMap(\.string) ?? merge.string?.split(separator: " ").map(String.init) ?? []
            guard parts.count == 2 else {
                throw .invalid(file: path, place: "merges, \(index)", expected: "two tokens", found: "\(parts.count)")
            }
            merges.append(Merge(left: parts[0], right: parts[1]))
        }
        return merges
    }

    /// Whether a space is put in front of the text.
    private static func addsSpace(_ json: JSON) -> Bool {
        let normalizers = json["normalizer"]?["normalizers"]?.array ?? [json["normalizer"] ?? .null]
        let preTokenizers = json["pre_tokenizer"]?["pretokenizers"]?.array ?? [json["pre_tokenizer"] ?? .null]
        return normalizers.contains { $0["type"]?.string == "Prepend" }
            || preTokenizers.contains { part in
                part["type"]?.string == "Metaspace"
                    && (part["prepend_scheme"]?.string.map { $0 != "never" } ?? part["add_prefix_space"]?.bool ?? true)
            }
    }

    /// The ids of special tokens, what is added to a text, and the chat template.
    private static func special(of folder: HuggingFaceFolder) throws(ModelFileError) -> [GGUFEntry] {
        var entries: [GGUFEntry] = []
        for (ours, theirs) in [("bos_token_id", "bos"), ("eos_token_id", "eos"), ("pad_token_id", "padding")] {
            let value = folder.config[ours] ?? folder.generationConfig?[ours]
            let id = value?.integer ?? value?.array?.first?.integer
            if let id, let id = UInt32(exactly: id) {
                entries.append(GGUFEntry("tokenizer.ggml.\(theirs)_token_id", .uint32(id)))
            }
        }
        if let adds = folder.tokenizerConfig?["add_bos_token"]?.bool {
            entries.append(GGUFEntry("tokenizer.ggml.add_bos_token", .bool(adds)))
        }
        if let adds = folder.tokenizerConfig?["add_eos_token"]?.bool {
            entries.append(GGUFEntry("tokenizer.ggml.add_eos_token", .bool(adds)))
        }
        if let template = try folder.chatTemplates()["default"] {
            entries.append(GGUFEntry("tokenizer.chat_template", .string(template)))
        }
        return entries
    }
}
