// The names of weights as networks call them; what they are called in a file is the business of a `WeightNaming`.

/// A weight's role in a network.
package enum WeightPart: Sendable {
    // At the ends.
    case embedding, finalNorm, output
    // Attention.
    case attentionNorm, query, key, value, queryNorm, keyNorm, attentionOutput, postAttentionNorm
    // Feed-forward.
    case feedForwardNorm, gate, up, down, postFeedForwardNorm
    // Experts.
    case router, expertGate, expertUp, expertDown, sharedGate, sharedUp, sharedDown
    // Encoders.
    case segmentEmbedding, positionEmbedding, embeddingNorm, pooler, classifier
}

/// A weight of a network.
package struct WeightName: Sendable {
    package var part: WeightPart
    /// The layer, counted from 0, of what is in layers.
    package var layer: Int?
    /// The expert, counted from 0, of what is in experts.
    package var expert: Int?
    package var isBias = false
}

/// Where a weight is in a file.
package struct WeightPlace: Sendable {
    /// Which part of the tensor it is.
    package enum Slice: Sendable {
        case whole
        /// Some of the rows: of a tensor that holds several matrices one below the other.
        case rows(Range<Int>)
        /// One of two matrices of equal size, one below the other.
        case half(Int)
        /// One of the matrices of a three-dimensional tensor.
        case plane(Int)
    }

    /// The names that the tensor may have; the first that exists counts.
    package var tensors: [String]
    package var slice = Slice.whole
}

/// A convention of naming weights in files.
package protocol WeightNaming: Sendable {
    /// Where a weight is; nil when files of this kind have no such weight.
    func place(of name: WeightName) -> WeightPlace?
}
