// The weights of an attention layer, and the order of its parts that most families share.

internal import Tensors

/// Projections to queries, keys and values, and back; norms of heads where the family has them.
struct AttentionLayer<Ops: Operations> {
    let query: Linear<Ops>
    let key: Linear<Ops>
    let value: Linear<Ops>
    let output: Linear<Ops>
    let queryNorm: RMSNorm<Ops>?
    let keyNorm: RMSNorm<Ops>?
    let shape: Attention
    let rotary: Rotary?
}

extension Operations {
    /// Attention with rotated queries and keys: Llama's, without norms of heads.
    func attention(_ x: Tensor, _ layer: AttentionLayer<Self>) -> Tensor {
        let q = rotate(linear(x, layer.query), layer)  // [tokens, heads · headSize]
        let k = rotate(linear(x, layer.key), layer)  // [tokens, kvHeads · headSize]
        let v = linear(x, layer.value)  // [tokens, kvHeads · headSize]
        return linear(attend(q, k, v, layer.shape), layer.output)
    }

    /// Attention with queries and keys normed head by head, then rotated: Qwen 3's and Gemma 3's.
    func attentionWithNormedHeads(_ x: Tensor, _ layer: AttentionLayer<Self>) -> Tensor {
        let q = rotate(norm(linear(x, layer.query), ifAny: layer.queryNorm), layer)
        let k = rotate(norm(linear(x, layer.key), ifAny: layer.keyNorm), layer)
        let v = linear(x, layer.value)
        return linear(attend(q, k, v, layer.shape), layer.output)
    }

    func rotate(_ x: Tensor, _ layer: AttentionLayer<Self>) -> Tensor {
        layer.rotary.map { rotate(x, $0) } ?? x
    }

    func norm(_ x: Tensor, ifAny norm: RMSNorm<Self>?) -> Tensor {
        norm.map { self.norm(x, $0) } ?? x
    }
}
