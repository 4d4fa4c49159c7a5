// What is made sure of about tokens before a step computes with them.

internal import Networks
internal import Tensors

extension ModelConfiguration {
    /// The longest sequence that can be computed at all: encoders have a row for each position, decoders rotate any.
    var positionLimit: Int? { encoder.map { $0.positionCount - $0.firstPosition } }

    /// Throws when there is no token, one that the vocabulary lacks, or more than there are positions.
    func check(_ tokens: [Int32], segments: [Int32] = []) throws {
        guard !tokens.isEmpty else { throw InferenceError.emptyPrompt }
        if let unknown = tokens.first(where: { $0 < 0 || Int($0) >= vocabularySize }) {
            throw InferenceError.unknownToken(Int(unknown), vocabularySize: vocabularySize)
        }
        if let limit = positionLimit, tokens.count > limit {
            throw InferenceError.tooLong(tokenCount: tokens.count, limit: limit)
        }
        guard let encoder else { return }
        precondition(segments.isEmpty || segments.count == tokens.count)
        if let unknown = segments.first(where: { $0 < 0 || Int($0) >= encoder.segmentCount }) {
            throw InferenceError.unknownToken(Int(unknown), vocabularySize: encoder.segmentCount)
        }
    }
}

extension DenseTensor {
    /// The column of the largest value of a row; of equals, the first.
    func indexOfLargest(inRow row: Int) -> Int32 {
        withRow(row) { values in
            var best = 0
            for index in values.indices where values[index] > values[best] { best = index }
            return Int32(best)
        }
    }
}
