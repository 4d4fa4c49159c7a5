// BERT (arXiv 1810.04805) and XLM-RoBERTa (arXiv 1911.02116): an encoder with learned positions, norms after attention and
// feed-forward, biases everywhere; as an embedder, or with a head of one label as a reranker. XLM-RoBERTa counts positions
// from the padding's id on. Checked against bert_embed, bert_rerank, xlmr_embed and xlmr_rerank.

internal import Tensors

struct BERT<Ops: Operations>: Network {
    struct Layer {
        let attention: AttentionLayer<Ops>
        let attentionNorm: LayerNorm<Ops>
        let up: Linear<Ops>
        let down: Linear<Ops>
        let feedForwardNorm: LayerNorm<Ops>
    }

    /// tanh(W·x + b) of the first token, then a score for each label.
    struct Head {
        let pooler: Linear<Ops>
        let classifier: Linear<Ops>
    }

    let ops: Ops
    let words: Ops.Matrix
    let positions: Ops.Matrix
    let firstPosition: Int
    let segments: Ops.Matrix?
    let embeddingNorm: LayerNorm<Ops>
    let layers: [Layer]
    let activation: Activation
    let head: Head?

    func embedding() -> Ops.Tensor {
        var x = ops.add(ops.embed(words, for: .tokens), ops.embed(positions, for: .positions(offset: firstPosition)))
        if let segments { x = ops.add(x, ops.embed(segments, for: .segments)) }
        return ops.norm(x, embeddingNorm)  // [tokens, hidden]
    }

    func block(_ x: Ops.Tensor, _ layer: Layer) -> Ops.Tensor {
        let h = ops.norm(ops.add(x, ops.attention(x, layer.attention)), layer.attentionNorm)
        let fed = ops.linear(ops.activate(ops.linear(h, layer.up), activation), layer.down)
        return ops.norm(ops.add(h, fed), layer.feedForwardNorm)
    }

    func hidden() -> Ops.Tensor {
        var x = embedding()
        ops.observe(x, as: .embedding)
        for (index, layer) in layers.enumerated() {
            x = block(x, layer)
            ops.observe(x, as: .layer(index))
        }
        return x
    }

    func scores() -> Ops.Tensor? {
        guard let head else { return nil }
        let first = ops.pool(hidden(), .cls)  // [sequences, hidden]
        return ops.linear(ops.activate(ops.linear(first, head.pooler), .tanh), head.classifier)  // [sequences, labels]
    }
}

extension BERT {
    init(_ load: WeightLoader<Ops>) throws {
        let configuration = load.configuration
        guard let encoder = configuration.encoder else { preconditionFailure("an encoder has its configuration") }
        let hidden = configuration.hiddenSize
        ops = load.ops
        words = try load.table(.embedding, rows: configuration.vocabularySize)
        positions = try load.table(.positionEmbedding, rows: encoder.positionCount)
        firstPosition = encoder.firstPosition
        segments = try load.has(.segmentEmbedding) ? load.table(.segmentEmbedding, rows: encoder.segmentCount) : nil
        embeddingNorm = try load.layerNorm(.embeddingNorm)
        activation = configuration.activation
        layers = try (0..<configuration.layerCount).map { layer in
            let up = try load.linear(.up, layer: layer, inputs: hidden)
            let inner = try load.matrix(WeightName(part: .up, layer: layer), outputs: nil, inputs: hidden).rows
            return Layer(
                attention: try load.attention(layer: layer),
                attentionNorm: try load.layerNorm(.postAttentionNorm, layer: layer),
                up: up,
                down: try load.linear(.down, layer: layer, outputs: hidden, inputs: inner),
                feedForwardNorm: try load.layerNorm(.postFeedForwardNorm, layer: layer)
            )
        }
        head =
            try !configuration.isReranker
            ? nil
            : Head(
                pooler: load.linear(.pooler, outputs: hidden, inputs: hidden),
                classifier: load.linear(.classifier, inputs: hidden)
            )
    }
}
