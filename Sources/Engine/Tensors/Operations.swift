// The seam between what a network is and how it is carried out. Networks are generic over it and say what is computed;
// an implementation says how: the executor (batches, stored weights, cache), the surveyor (shapes and sizes only).

/// The operations that networks are made of.
///
/// A tensor is a matrix `[rows, columns]`. Its rows are the tokens of the current step, several sequences packed end to
/// end; operations return new tensors. Heads lie side by side in a row: `[tokens, heads · headSize]`. Sizes were checked
/// when the weights were read; a mismatch is misuse and traps.
package protocol Operations {
    /// A matrix of activations.
    associatedtype Tensor
    /// A matrix of weights `[outputs, inputs]`, in whatever form the implementation computes with.
    associatedtype Matrix
    /// A vector of weights: a norm or a bias.
    associatedtype Vector

    /// Makes a matrix of weights ready.
    func matrix(_ stored: StoredMatrix) throws -> Matrix

    /// Makes a vector of weights ready.
    func vector(_ values: [Float]) -> Vector

    /// The rows of a table `[entries, hidden]` for the step's tokens: `[tokens, hidden]`.
    func embed(_ table: Matrix, for input: EmbeddingInput) -> Tensor

    /// x·Wᵀ + b: `[tokens, inputs]` to `[tokens, outputs]`.
    func linear(_ x: Tensor, _ layer: Linear<Self>) -> Tensor

    /// x / sqrt(mean x² + ε) · w, over each run of as many columns as w has: whole rows, or single heads.
    func norm(_ x: Tensor, _ norm: RMSNorm<Self>) -> Tensor

    /// (x − mean) / sqrt(variance + ε) · w + b, over each row.
    func norm(_ x: Tensor, _ norm: LayerNorm<Self>) -> Tensor

    /// x + y.
    func add(_ x: Tensor, _ y: Tensor) -> Tensor

    /// x · factor.
    func scale(_ x: Tensor, by factor: Float) -> Tensor

    /// The function on every value.
    func activate(_ x: Tensor, _ activation: Activation) -> Tensor

    /// cap · tanh(x / cap) on every value.
    func softCap(_ x: Tensor, at cap: Float) -> Tensor

    /// Rotates every head of each token by the token's position (RoPE, arXiv 2104.09864).
    func rotate(_ x: Tensor, _ rotary: Rotary) -> Tensor

    /// Scaled dot-product attention of q `[tokens, heads · headSize]` over k, v `[tokens, kvHeads · headSize]` and what
    /// came before them in each sequence: `[tokens, heads · headSize]`.
    func attend(_ q: Tensor, _ k: Tensor, _ v: Tensor, _ attention: Attention) -> Tensor

    /// down(activation(gate(x)) · up(x)) (arXiv 2002.05202).
    func feedForward(_ x: Tensor, _ layer: GatedFeedForward<Self>) -> Tensor

    /// Each token through the experts that the router likes best, their results weighted and summed.
    func experts(_ x: Tensor, _ layer: Experts<Self>) -> Tensor

    /// The rows whose results are wanted: `[wanted, columns]`.
    func wantedRows(_ x: Tensor) -> Tensor

    /// One row for each sequence of the step: `[sequences, columns]`.
    func pool(_ x: Tensor, _ pooling: Pooling) -> Tensor

    /// Shows an intermediate result to whoever watches; changes nothing.
    func observe(_ x: Tensor, as point: ObservationPoint)
}

/// What an embedding table is indexed by.
package enum EmbeddingInput: Sendable {
    case tokens
    /// BERT's token types.
    case segments
    /// The position in the sequence, counted from `offset`.
    case positions(offset: Int)
}

/// The function inside a feed-forward layer, or of a pooler.
package enum Activation: Sendable {
    case silu
    /// x·Φ(x), exact.
    case gelu
    /// The approximation of `gelu` by tanh.
    case geluTanh
    case relu
    case tanh
}

/// How the vectors of a sequence become one.
package enum Pooling: String, Sendable {
    case mean, cls, last
}

/// A place in a network whose result can be watched.
package enum ObservationPoint: Hashable, Sendable, CustomStringConvertible {
    /// What enters the first layer.
    case embedding
    /// What leaves a layer, counted from 0.
    case layer(Int)
    case finalNorm

    package var description: String {
        switch self {
        case .embedding: "embed"
        case .layer(let index): "layer\(index)"
        case .finalNorm: "final_norm"
        }
    }
}
