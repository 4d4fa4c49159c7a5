// How well a model predicts a text, by the definition of llama.cpp's tool: chunks of equal length, each from an empty cache, of
// which the second half is scored.

internal import Foundation
internal import Networks
package import Tensors
internal import Tokenization

/// The perplexity of a text.
package struct Perplexity: Encodable, Sendable {
    /// e to the mean of −ln p over the scored tokens.
    package var perplexity: Double

    /// The mean of −ln p.
    package var meanNegativeLogLikelihood: Double
    package var scoredTokenCount: Int
    package var tokenCount: Int
    package var chunkTokenCount: Int

    /// The perplexity of all chunks up to each one.
    package var chunks: [Double]

    enum CodingKeys: String, CodingKey {
        case perplexity, chunks
        case meanNegativeLogLikelihood = "mean_nll"
        case scoredTokenCount = "scored_tokens"
        case tokenCount = "tokens"
        case chunkTokenCount = "ctx"
    }

    /// Computes the perplexity of a text, of at most so many chunks.
    ///
    /// `progress` is told the number of chunks done, of all, and the perplexity so far. Throws `InferenceError.tooShort` for a
    /// text of fewer than two chunks, and what opening and computing throw.
    package init(
        of text: String,
        model path: String,
        chunkTokenCount: Int = 512,
        chunkLimit: Int? = nil,
        instructionSet: InstructionSet,
        progress: (_ done: Int, _ count: Int, _ perplexity: Double) -> Void = { _, _, _ in }
    ) throws {
        precondition(chunkTokenCount >= 4)
        let stored = try StoredModel(contentsOf: path)
        let tokenizer = try Tokenizer(contentsOf: path)
        let begin = tokenizer.beginToken
        let expectsBegin = try begin != nil && tokenizer.encode("", addingTemplate: true).first == begin
        let tokens = try tokenizer.encode(text.hasSuffix("\n") ? String(text.dropLast()) : text, addingTemplate: true)
        guard tokens.count >= 2 * chunkTokenCount else {
            throw InferenceError.tooShort(tokenCount: tokens.count, needed: 2 * chunkTokenCount)
        }
        let model = try LoadedModel(stored, cacheTokenCount: chunkTokenCount, instructionSet: instructionSet)
        let count = min(chunkLimit ?? .max, tokens.count / chunkTokenCount)
        var sum = 0.0
        var scored = 0
        var chunks: [Double] = []
        for index in 0..<count {
            let chunk = Array(tokens[index * chunkTokenCount..<(index + 1) * chunkTokenCount])
            var inputs = chunk
            if expectsBegin, let begin { inputs[0] = begin }
            try model.configuration.check(inputs)
            sum += try Self.surprise(at: chunk, seen: inputs, model)
            scored += chunkTokenCount - chunkTokenCount / 2 - 1
            chunks.append(exp(sum / Double(scored)))
            progress(index + 1, count, chunks[index])
        }
        meanNegativeLogLikelihood = sum / Double(scored)
        perplexity = exp(meanNegativeLogLikelihood)
        scoredTokenCount = scored
        tokenCount = tokens.count
        self.chunkTokenCount = chunkTokenCount
        self.chunks = chunks
    }

    /// The sum of −ln p over the second half of a chunk, whose tokens the model sees as `inputs`.
    private static func surprise(at chunk: [Int32], seen inputs: [Int32], _ model: LoadedModel) throws -> Double {
        let first = chunk.count / 2
        let blocks = model.allBlocks
        _ = try model.logits(
            of: Step([
                Step.Piece(
                    tokens: Array(inputs[..<first]),
                    promptLength: chunk.count,
                    blocks: blocks,
                    wanted: .none
                )
            ])
        )
        let logits = try model.logits(
            of: Step([
                Step.Piece(
                    tokens: Array(inputs[first...]),
                    start: first,
                    promptLength: chunk.count,
                    blocks: blocks,
                    wanted: .all
                )
            ])
        )
        var sum = 0.0
        for position in first..<chunk.count - 1 {
            let row = logits.values(inRow: position - first)
            sum += LogProbabilities.normaliser(of: row) - Double(row[Int(chunk[position + 1])])
        }
        return sum
    }
}
