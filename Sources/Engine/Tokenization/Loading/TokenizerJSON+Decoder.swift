// The decoders and post-processors of tokenizer.json.

internal import ModelFiles

extension TokenizerJSON {
    private static let decoders = "ByteLevel, WordPiece, Metaspace, ByteFallback, Replace, Strip, Fuse and Sequence"

    /// How tokens become text, as far as one token's text does not depend on others but for the very first.
    func detokenizer(_ vocabulary: Vocabulary, _ added: [AddedToken]) throws -> Detokenizer {
        let steps = flattened(json["decoder"])
        let ids = Set(added.map(\.id))
        var vocabulary = vocabulary
        for token in added { vocabulary.tokens[Int(token.id)] = token.content }
        for id in ids { vocabulary.kinds[Int(id)] = .userDefined }
        if steps.count == 1, steps[0]["type"]?.string == "ByteLevel" { return vocabulary.byteDetokenizer() }
        var result = Detokenizer()
        if steps.isEmpty { result.joining = .words(tidies: false) }
        var mark: String?
        for step in steps {
            switch step["type"]?.string {
            case "WordPiece":
                mark = step["prefix"]?.string ?? "##"
                result.joining = .words(tidies: step["cleanup"]?.bool ?? true)
            case "Metaspace":
                let prepends = step["prepend_scheme"]?.string != "never" && step["add_prefix_space"]?.bool != false
                result.dropsFirstSpace = prepends
            case "Strip":
                guard step["content"]?.string == " ", step["start"]?.integer == 1, step["stop"]?.integer == 0 else {
                    throw unsupported("a decoder that strips more than one space", supported: "Strip of one space")
                }
                result.dropsFirstSpace = true
            case "Replace", "ByteFallback", "Fuse": break
            case let type:
                throw unsupported("the decoder \"\((type ?? "").prefix(40))\"", supported: Self.decoders)
            }
        }
        for token in vocabulary.tokens {
            let isMarked = mark.map { token.utf8.starts(with: $0.utf8) } ?? false
            let content = try decoded(token, steps)
            result.append(isMarked ? content.dropFirst(mark?.utf8.count ?? 0) : content[...], continuesWord: isMarked)
        }
        return result
    }

    /// A token's own bytes, by the steps that look at single tokens.
    private func decoded(_ token: String, _ steps: [ExactJSON]) throws -> [UInt8] {
        var bytes = Array(token.utf8)
        for step in steps {
            switch step["type"]?.string {
            case "ByteFallback": if let byte = Vocabulary.byte(of: token) { return [byte] }
            case "Metaspace":
                bytes = Self.replaced(bytes, step["replacement"]?.string ?? "\u{2581}", by: " ")
            case "Replace":
                guard let text = step["pattern"]?["String"]?.string, !text.isEmpty else {
                    throw unsupported("a decoder that replaces a regular expression", supported: "Replace of a String")
                }
                bytes = Self.replaced(bytes, text, by: step["content"]?.string ?? "")
            default: break
            }
        }
        return bytes
    }

    private static func replaced(_ bytes: [UInt8], _ text: String, by replacement: String) -> [UInt8] {
        let text = Array(text.utf8)
        guard bytes.contains(text[0]) else { return bytes }
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position...].starts(with: text) {
                result += replacement.utf8
                position += text.count
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return result
    }

    private func flattened(_ json: ExactJSON?) -> [ExactJSON] {
        guard let json else { return [] }
        guard json["type"]?.string == "Sequence" else { return [json] }
        return (json["decoders"]?.array ?? []).flatMap { flattened($0) }
    }

    // MARK: Post-processors

    /// What stands round one text, and round two.
    func readTemplates(_ json: ExactJSON?, into parts: inout TokenizerParts) throws {
        guard let json else { return }
        let type = json["type"]?.string ?? ""
        switch type {
        case "ByteLevel": break
        case "Sequence": for processor in json["processors"]?.array ?? [] { try readTemplates(processor, into: &parts) }
        case "TemplateProcessing":
            parts.template = try template(json["single"], json["special_tokens"])
            parts.pairTemplate = try template(json["pair"], json["special_tokens"])
        case "BertProcessing", "RobertaProcessing":
            let (begin, end) = (try boundary(json["cls"]), try boundary(json["sep"]))
            parts.template = SequenceTemplate(before: [begin], after: [end])
            parts.pairTemplate =
                type == "BertProcessing"
                ? .bertPair(begin, end)
                : SequenceTemplate([
                    (.token(begin), 0), (.first, 0), (.token(end), 0), (.token(end), 0), (.second, 0), (.token(end), 0),
                ])
        default:
            throw unsupported(
                "the post-processor \"\(type.prefix(40))\"",
                supported: "TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel and Sequence"
            )
        }
    }

    private func template(_ json: ExactJSON?, _ specials: ExactJSON?) throws -> SequenceTemplate {
        var parts: [(part: SequenceTemplate.Part, segment: Int32)] = []
        for entry in json?.array ?? [] {
            if let sequence = entry["Sequence"] {
                let part = sequence["id"]?.string == "B" ? SequenceTemplate.Part.second : .first
                parts.append((part, Int32(clamping: sequence["type_id"]?.integer ?? 0)))
                continue
            }
            let name = entry["SpecialToken"]?["id"]?.string ?? ""
            let named = specials?.members?.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
            let segment = Int32(clamping: entry["SpecialToken"]?["type_id"]?.integer ?? 0)
            for id in named?["ids"]?.array ?? [] { parts.append((.token(try tokenID(id.integer)), segment)) }
        }
        return SequenceTemplate(parts)
    }

    private func boundary(_ json: ExactJSON?) throws -> Int32 { try tokenID(json?.array?.last?.integer) }

    private func tokenID(_ id: Int?) throws -> Int32 {
        guard let id, (0..<1 << 24).contains(id) else {
            throw invalid("post_processor", expected: "the id of a token", found: "\(id.map(String.init) ?? "none")")
        }
        return Int32(id)
    }
}
