// What all decoders have in common: embedding, a stack of layers, a last norm, the output matrix.

internal import Tensors

/// A network that predicts the next token.
protocol Decoder: Network {
    associatedtype Layer

    var ops: Ops { get }
    var ends: DecoderEnds<Ops> { get }
    var layers: [Layer] { get }

    /// One layer; `x` is the residual stream `[tokens, hidden]`, a step's sequences packed end to end.
    func block(_ x: Ops.Tensor, _ layer: Layer) -> Ops.Tensor
}

extension Decoder {
    package func hidden() -> Ops.Tensor { finish(stream()) }

    package func logits() -> Ops.Tensor? {
        let logits = ops.linear(finish(ops.wantedRows(stream())), ends.output)  // [wanted, vocabulary]
        return ends.logitSoftCap.map { ops.softCap(logits, at: $0) } ?? logits
    }

    /// The residual stream after the last layer.
    private func stream() -> Ops.Tensor {
        var x = ops.embed(ends.embedding, for: .tokens)  // [tokens, hidden]
        if let scale = ends.embeddingScale { x = ops.scale(x, by: scale) }
        ops.observe(x, as: .embedding)
        for (index, layer) in layers.enumerated() {
            x = block(x, layer)
            ops.observe(x, as: .layer(index))
        }
        return x
    }

    private func finish(_ x: Ops.Tensor) -> Ops.Tensor {
        let x = ops.norm(x, ends.finalNorm)
        ops.observe(x, as: .finalNorm)
        return x
    }
}

/// The weights before and after a decoder's layers.
struct DecoderEnds<Ops: Operations> {
    let embedding: Ops.Matrix
    let embeddingScale: Float?
    let finalNorm: RMSNorm<Ops>
    let output: Linear<Ops>
    let logitSoftCap: Float?

    init(_ load: WeightLoader<Ops>, embeddingScale: Float? = nil) throws {
        let configuration = load.configuration
        embedding = try load.table(.embedding, rows: configuration.vocabularySize)
        self.embeddingScale = embeddingScale
        finalNorm = try load.norm(.finalNorm)
        let isTied = try configuration.isTied || !load.has(.output)
        output =
            isTied
            ? Linear(weight: embedding)
            : try load.linear(.output, outputs: configuration.vocabularySize, inputs: configuration.hiddenSize)
        logitSoftCap = configuration.logitSoftCap
    }
}
