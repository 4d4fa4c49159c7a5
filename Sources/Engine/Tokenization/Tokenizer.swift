// Text to ids and back. Start here. A text goes through five steps, each a type of its own: `AddedTokens` cuts tokens out that
// are matched whole, `Normalizer` rewrites what is between them, `PreTokenizer` cuts it into pieces, `TokenModel` makes ids of
// each piece, `SequenceTemplate` puts the begin and end tokens round them. `Loading/` fills the steps from the files there are.

internal import Synchronization

/// A model's tokenizer; may be used from many threads at once.
///
/// ```swift
/// let tokenizer = try Tokenizer(contentsOf: "model.gguf")
/// let ids = try tokenizer.encode("Hello world")
/// let text = try tokenizer.decode(ids)
/// ```
package final class Tokenizer: Sendable {
    /// The longest text that is encoded at once, in bytes.
    package static let longestText = 1 << 28

    let parts: TokenizerParts
    private let rawAdded: AddedTokens
    private let normalizedAdded: AddedTokens
    private let specials: Set<Int32>
    private let workspaces = Mutex<[Workspace]>([])

    init(_ parts: TokenizerParts) throws {
        self.parts = parts
        specials = Set(parts.added.filter(\.isSpecial).map(\.id)).union(parts.unshown)
        rawAdded = AddedTokens(parts.added.filter { !$0.isNormalized }) { Array($0.content.utf8) }
        let normalizedContents = try Dictionary(
            parts.added.filter(\.isNormalized).map { ($0.id, try parts.normalizer.normalized(Array($0.content.utf8))) },
            uniquingKeysWith: { first, _ in first }
        )
        normalizedAdded = AddedTokens(parts.added.filter(\.isNormalized)) { normalizedContents[$0.id] ?? [] }
    }

    // MARK: Encoding

    /// The ids of a text.
    ///
    /// With `special`, control tokens written in the text become their ids. Never for text that users wrote: there,
    /// `<|im_end|>` is ten ordinary characters; where they wrote a part of it, that part is under the `seal`. With
    /// `addingTemplate`, the begin and end tokens that the model expects are put round it.
    package func encode(
        _ text: String,
        special: Bool = false,
        seal: ControlTokenSeal? = nil,
        addingTemplate: Bool = false
    ) throws -> [Int32] {
        guard text.utf8.count <= Self.longestText else {
            throw TokenizationError.textTooLong(byteCount: text.utf8.count, limit: Self.longestText)
        }
        var workspace = workspaces.withLock { $0.popLast() } ?? Workspace()
        defer { workspaces.withLock { if $0.count < 8 { $0.append(workspace) } } }
        var ids: [Int32] = []
        let bytes = Array(text.utf8)
        for segment in rawAdded.segments(of: bytes.span, special: special) {
            switch segment {
            case .token(let id, _): ids.append(id)
            case .text(let range):
                let isAll = range.count == bytes.count
                var part = isAll ? bytes : Array(bytes[range])
                var isTyped = false
                if let seal {
                    let typed = seal.removed(from: part)
                    (isTyped, part) = (typed.count < part.count, typed)
                }
                part = try parts.normalizer.normalized(part)
                let isStart = range.lowerBound == 0
                try encodeNormalized(part, isAtStart: isStart, special && !isTyped, into: &ids, &workspace)
            }
        }
        return addingTemplate ? parts.template.filled(ids).ids : ids
    }

    /// The ids of two texts in one sequence, as a cross-encoder reads them, and the segment of each.
    package func encode(_ first: String, _ second: String) throws -> (ids: [Int32], segments: [Int32]) {
        parts.pairTemplate.filled(try encode(first), try encode(second))
    }

    private func encodeNormalized(
        _ text: [UInt8],
        isAtStart: Bool,
        _ special: Bool,
        into ids: inout [Int32],
        _ workspace: inout Workspace
    ) throws {
        for segment in normalizedAdded.segments(of: text.span, special: special) {
            switch segment {
            case .token(let id, _): ids.append(id)
            case .text(let range):
                let bytes = range.count == text.count ? text : Array(text[range])
                var split = SplitText(
                    bytes: bytes,
                    pieces: [0..<bytes.count],
                    isAtStart: isAtStart && range.lowerBound == 0
                )
                try parts.preTokenizer.split(&split)
                parts.model.encode(split, into: &ids, &workspace)
            }
        }
    }

    /// Where control tokens are written in a text, as UTF-8 offsets, in order.
    func controlTokens(in text: String) -> [Range<Int>] {
        let bytes = Array(text.utf8)
        return [rawAdded, normalizedAdded].flatMap { $0.segments(of: bytes.span, special: true) }
            .compactMap { segment in
                guard case .token(let id, let range) = segment, isSpecial(id) else { return nil }
                return range
            }
            .sorted { $0.lowerBound < $1.lowerBound }
    }

    // MARK: Decoding

    var detokenizer: Detokenizer { parts.detokenizer }

    /// The text of ids.
    ///
    /// - Throws: `TokenizationError.unknownToken`.
    package func decode(_ ids: some Sequence<Int32>, skippingSpecial: Bool = false) throws -> String {
        var decoder = StreamingDecoder(self, skippingSpecial: skippingSpecial)
        var text = ""
        for id in ids { text += try decoder.append(id) }
        return text + decoder.finish()
    }

    // MARK: The vocabulary

    package var vocabularySize: Int { detokenizer.count }

    /// The begin token, where the vocabulary names one.
    package var beginToken: Int32? { parts.beginToken }

    /// The tokens that end a text or a turn, where the vocabulary names them.
    package var endTokens: [Int32] { parts.endTokens }

    /// What stands round a text in front of the model.
    package var template: SequenceTemplate { parts.template }

    package func isKnown(_ id: Int32) -> Bool { id >= 0 && Int(id) < vocabularySize }

    /// Whether this is a control token, which stands for no text.
    package func isSpecial(_ id: Int32) -> Bool { specials.contains(id) }

    /// The bytes that a token adds within a text; maybe only a part of a character.
    package func bytes(of id: Int32) -> ArraySlice<UInt8> { isKnown(id) ? detokenizer[id] : [] }

    /// The id of an added or control token by its text, such as `<|im_end|>`.
    package func id(ofAdded content: String) -> Int32? {
        parts.added.first { $0.content.utf8.elementsEqual(content.utf8) }?.id
    }
}

/// What a tokenizer is made of; `Loading/` makes it.
struct TokenizerParts: Sendable {
    var added: [AddedToken] = []
    var normalizer = Normalizer()
    var preTokenizer = PreTokenizer()
    var model: TokenModel
    var detokenizer: Detokenizer
    var template = SequenceTemplate(before: [], after: [])
    var pairTemplate = SequenceTemplate([(.first, 0), (.second, 0)])
    var beginToken: Int32?
    var endTokens: [Int32] = []
    /// Control tokens that are not matched in texts.
    var unshown: Set<Int32> = []
}
