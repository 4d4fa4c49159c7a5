// What a network does for whoever runs it, and which one a configuration asks for.

internal import ModelFiles
package import Tensors

/// A network over some implementation of the operations.
package protocol Network<Ops> {
    associatedtype Ops: Operations

    /// The vectors of the step's tokens after the last layer, `[tokens, hidden]`; normed where the network has a final norm.
    func hidden() -> Ops.Tensor

    /// The logits of the wanted rows, `[wanted, vocabulary]`; nil for networks that write no text.
    func logits() -> Ops.Tensor?

    /// The score of each sequence, `[sequences, labels]`; nil for networks that judge nothing.
    func scores() -> Ops.Tensor?
}

extension Network {
    package func logits() -> Ops.Tensor? { nil }
    package func scores() -> Ops.Tensor? { nil }
}

extension WeightLoader {
    /// Reads the network that the configuration asks for.
    ///
    /// Throws when a weight is missing or has another shape than the configuration says.
    package func network() throws -> any Network<Ops> {
        switch configuration.architecture {
        case .llama, .mistral, .qwen2, .phi3: try Llama(self)
        case .qwen3, .qwen3MoE: try Qwen3(self)
        case .hunyuanDense, .hunyuanMoE: try Hunyuan(self)
        case .gemma2: try Gemma2(self)
        case .gemma3: try Gemma3(self)
        case .bert, .xlmRoberta: try BERT(self)
        }
    }
}
