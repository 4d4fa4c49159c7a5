// SentencePiece's own files: a protocol buffer (`sentencepiece_model.proto`) with the pieces, and how texts are normalized.

internal import ModelFiles

extension TokenizerParts {
    init(sentencePiece bytes: [UInt8], file: String) throws {
        let model = try SentencePieceModel(bytes, file: file)
        var detokenizer = Detokenizer()
        for (token, kind) in zip(model.vocabulary.tokens, model.vocabulary.kinds) {
            switch kind {
            case .unknown: detokenizer.append(model.unknownSurface.utf8, isFixed: true)
            case .byte: detokenizer.append(Vocabulary.byte(of: token).map { [$0] } ?? Array(token.utf8))
            default: detokenizer.append(Vocabulary.unmarked(token))
            }
        }
        detokenizer.dropsFirstSpace = model.normalizer.addsPrefix || model.normalizer.removesExtraSpaces
        detokenizer.dropsSpacesUntilText = model.normalizer.removesExtraSpaces
        var unigram = try model.isUnigram ? model.vocabulary.unigram() : nil
        unigram?.roundsToSingle = true
        self.init(
            added: model.vocabulary.added,
            normalizer: Normalizer(steps: [.sentencePiece(model.normalizer)]),
            model: try unigram.map { .unigram($0) } ?? .bytePairs(model.vocabulary.scoredPairs()),
            detokenizer: detokenizer
        )
        beginToken = model.control(model.beginID)
        endTokens = [model.control(model.endID)].compactMap { $0 }
        // Llama's way; the file itself does not say what a model expects.
        template = SequenceTemplate(before: model.isUnigram ? [] : [beginToken].compactMap { $0 }, after: [])
    }
}

/// What the protocol buffer holds, as far as it is needed.
private struct SentencePieceModel {
    private(set) var vocabulary: Vocabulary
    private(set) var normalizer = SentencePieceNormalizer()
    private(set) var isUnigram = true
    private(set) var unknownSurface = " \u{2047} "
    private(set) var beginID = 1
    private(set) var endID = 2

    init(_ bytes: [UInt8], file: String) throws {
        vocabulary = Vocabulary(file: file, tokens: [], kinds: [])
        try ProtocolBuffer.forEachField(bytes[...], file: file) { number, value in
            switch (number, value) {
            case (1, .bytes(let piece)): try addPiece(piece)
            case (2, .bytes(let trainer)): try readTrainer(trainer)
            case (3, .bytes(let normalizer)): try readNormalizer(normalizer)
            default: break
            }
        }
        guard !vocabulary.tokens.isEmpty else {
            throw ModelFileError.missing(file: file, what: "pieces of SentencePiece")
        }
    }

    private mutating func addPiece(_ bytes: ArraySlice<UInt8>) throws {
        var (token, score, kind) = ("", Float(0), Vocabulary.Kind.normal)
        try ProtocolBuffer.forEachField(bytes, file: vocabulary.file) { number, value in
            switch (number, value) {
            case (1, .bytes(let text)): token = String(decoding: text, as: UTF8.self)
            case (2, .fixed32(let bits)): score = Float(bitPattern: bits)
            case (3, .integer(let type)): kind = Vocabulary.Kind(rawValue: Int(clamping: type)) ?? .normal
            default: break
            }
        }
        vocabulary.tokens.append(token)
        vocabulary.kinds.append(kind)
        vocabulary.scores.append(score.isNaN ? 0 : score)
    }

    private mutating func readTrainer(_ bytes: ArraySlice<UInt8>) throws {
        var type: UInt64 = 1
        try ProtocolBuffer.forEachField(bytes, file: vocabulary.file) { number, value in
            switch (number, value) {
            case (3, .integer(let value)): type = value
            case (24, .integer(let value)): normalizer.addsAtEnd = value != 0
            case (41, .integer(let value)): beginID = Int(truncatingIfNeeded: value)
            case (42, .integer(let value)): endID = Int(truncatingIfNeeded: value)
            case (44, .bytes(let text)): unknownSurface = String(decoding: text, as: UTF8.self)
            default: break
            }
        }
        guard type == 1 || type == 2 else {
            throw ModelFileError.unsupported(
                file: vocabulary.file,
                what: "a SentencePiece model of type \(type)",
                supported: "unigram (1) and BPE (2)"
            )
        }
        isUnigram = type == 1
    }

    private mutating func readNormalizer(_ bytes: ArraySlice<UInt8>) throws {
        try ProtocolBuffer.forEachField(bytes, file: vocabulary.file) { number, value in
            switch (number, value) {
            case (2, .bytes(let blob)) where !blob.isEmpty:
                guard let map = CharacterMap(Array(blob)) else {
                    throw ModelFileError.invalid(
                        file: vocabulary.file,
                        place: "normalizer_spec.precompiled_charsmap",
                        expected: "a double-array trie with its size before it",
                        found: "other bytes"
                    )
                }
                normalizer.map = map
            case (3, .integer(let value)): normalizer.addsPrefix = value != 0
            case (4, .integer(let value)): normalizer.removesExtraSpaces = value != 0
            case (5, .integer(let value)): normalizer.escapesSpaces = value != 0
            default: break
            }
        }
    }

    /// The id, if it is that of a control token.
    func control(_ id: Int) -> Int32? {
        vocabulary.kinds.indices.contains(id) && vocabulary.kinds[id] == .control ? Int32(id) : nil
    }
}

/// The wire format of protocol buffers.
enum ProtocolBuffer {
    enum Value {
        case integer(UInt64)
        case fixed64(UInt64)
        case bytes(ArraySlice<UInt8>)
        case fixed32(UInt32)
    }

    /// Calls `body` with each field's number and value, in order.
    static func forEachField(_ bytes: ArraySlice<UInt8>, file: String, _ body: (UInt64, Value) throws -> Void) throws {
        var rest = bytes
        while !rest.isEmpty {
            let start = rest.startIndex
            guard let key = varint(&rest), let value = value(key & 7, &rest) else {
                throw ModelFileError.invalid(
                    file: file,
                    place: "byte \(start)",
                    expected: "a field of a protocol buffer",
                    found: "other bytes, or the end"
                )
            }
            try body(key >> 3, value)
        }
    }

    private static func value(_ wireType: UInt64, _ rest: inout ArraySlice<UInt8>) -> Value? {
        switch wireType {
        case 0: return varint(&rest).map { .integer($0) }
        case 1: return fixed(8, &rest).map { .fixed64($0) }
        case 5: return fixed(4, &rest).map { .fixed32(UInt32(truncatingIfNeeded: $0)) }
        case 2:
            guard let count = varint(&rest), count <= UInt64(rest.count) else { return nil }
            defer { rest = rest.dropFirst(Int(count)) }
            return .bytes(rest.prefix(Int(count)))
        default: return nil
        }
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        var result: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
        }
        return nil
    }

    private static func fixed(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> UInt64? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
