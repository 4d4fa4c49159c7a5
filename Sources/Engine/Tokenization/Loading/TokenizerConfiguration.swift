// tokenizer_config.json: which tokens begin and end a text, and whether they are added where the vocabulary's own file says
// nothing of it.

internal import ModelFiles

/// What a folder says of its tokenizer beside the vocabulary.
struct TokenizerConfiguration {
    private let json: ExactJSON

    init(path: String) throws {
        let file = try MappedFile(path: path)
        guard file.byteCount <= 64 << 20 else {
            throw ModelFileError.invalid(
                file: path,
                place: "size",
                expected: "at most 64 MB",
                found: "\(file.byteCount)"
            )
        }
        // Copied from the mapping once, within its bounds.
        json = try ExactJSON(unsafe file.withBytes(in: 0..<file.byteCount) { unsafe Array($0) }, file: path)
    }

    func applied(to parts: TokenizerParts) -> TokenizerParts {
        var parts = parts
        let (begin, end) = (token(json["bos_token"], parts), token(json["eos_token"], parts))
        parts.beginToken = begin ?? parts.beginToken
        if let end { parts.endTokens = [end] }
        let addsBegin = json["add_bos_token"]?.bool
        let addsEnd = json["add_eos_token"]?.bool
        let isSilent = parts.template == SequenceTemplate(before: [], after: [])
        if isSilent, addsBegin == true || addsEnd == true {
            parts.template = SequenceTemplate(
                before: addsBegin == true ? [parts.beginToken].compactMap { $0 } : [],
                after: addsEnd == true ? [end].compactMap { $0 } : []
            )
        }
        return parts
    }

    /// The id of a token that is named by its text, or by an object with its content.
    private func token(_ json: ExactJSON?, _ parts: TokenizerParts) -> Int32? {
        guard let content = json?.string ?? json?["content"]?.string else { return nil }
        return parts.added.first { $0.content.utf8.elementsEqual(content.utf8) }?.id
    }
}
