// Texts become vectors whose nearness is nearness of meaning: an encoder, or a decoder made for it, with its tokenizer.

internal import Networks
package import Tensors
internal import Tokenization

/// A loaded model that makes one vector of a text.
///
/// Not thread-safe: one call at a time, by whoever owns it.
package final class Embedder {
    /// The length of the vectors.
    package var dimension: Int { model.configuration.hiddenSize }

    /// The most tokens of a text that are looked at; longer texts are cut off.
    package let tokenLimit: Int

    private let model: LoadedModel
    private let tokenizer: Tokenizer
    private let pooling: Pooling

    /// The most tokens of one step: enough to use the weights well, few enough to stay in the caches.
    private static let stepTokenCount = 1024

    /// Opens and loads a model; the pooling is what its files say, or the mean over an encoder's and the last of a
    /// decoder's tokens.
    package init(contentsOf path: String, pooling: Pooling? = nil, instructionSet: InstructionSet) throws {
        let stored = try StoredModel(contentsOf: path)
        let configuration = stored.configuration
        tokenizer = try Tokenizer(contentsOf: path)
        self.pooling = pooling ?? configuration.pooling ?? (configuration.architecture.isEncoder ? .mean : .last)
        let positionLimit = configuration.positionLimit ?? min(configuration.contextLength, 8192)
        tokenLimit = try min(positionLimit, stored.textTokenLimit ?? positionLimit)
        model = try LoadedModel(
            stored,
            cacheTokenCount: max(tokenLimit, 2 * Self.stepTokenCount),
            instructionSet: instructionSet
        )
    }

    /// The vectors of the texts, each of length 1.
    package func embeddings(of texts: [String]) throws -> [[Float]] {
        let pieces = try texts.map { Step.Piece(tokens: try tokens(of: $0), wanted: .none) }
        var vectors: [[Float]] = []
        var step: [Step.Piece] = []
        for piece in pieces {
            let count = step.reduce(0) { $0 + $1.tokens.count }
            if !step.isEmpty, count + piece.tokens.count > Self.stepTokenCount {
                vectors += model.embeddings(of: Step(model.withBlocks(step)), pooling: pooling)
                step = []
            }
            step.append(piece)
        }
        if !step.isEmpty { vectors += model.embeddings(of: Step(model.withBlocks(step)), pooling: pooling) }
        return vectors
    }

    /// The tokens of a text with those round it; a long text loses its end, never the tokens round it.
    ///
    /// Control tokens written in the text become theirs, as sentence-transformers has it: there is no chat to break out of.
    func tokens(of text: String) throws -> [Int32] {
        let full = try tokenizer.encode(text, special: true, addingTemplate: true)
        try model.configuration.check(Array(full.prefix(tokenLimit)))
        guard full.count > tokenLimit else { return full }
        let inner = try tokenizer.encode(text, special: true)
        let before = (0...full.count - inner.count).first { full[$0...].starts(with: inner) } ?? 0
        let room = max(0, tokenLimit - (full.count - inner.count))
        return Array(full[..<before] + inner.prefix(room) + full[(before + inner.count)...])
    }
}

extension LoadedModel {
    /// The pieces with blocks of the cache for each, where there is a cache; they fit together.
    func withBlocks(_ pieces: [Step.Piece]) -> [Step.Piece] {
        guard blockCount > 0 else { return pieces }
        var next: Int32 = 0
        return pieces.map { piece in
            var piece = piece
            let count = (piece.tokens.count + KeyValueCache.blockTokenCount - 1) / KeyValueCache.blockTokenCount
            piece.blocks = (0..<Int32(count)).map { next + $0 }
            next += Int32(count)
            return piece
        }
    }
}
