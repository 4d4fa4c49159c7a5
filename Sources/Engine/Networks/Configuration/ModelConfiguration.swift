// What a model file says about its network, in one form whatever the file: read from `config.json` or from a GGUF's
// metadata, and checked, so that networks need not.

package import Tensors

/// The shape of a network and the choices that its family leaves open.
package struct ModelConfiguration: Sendable {
    package var architecture: Architecture
    package var vocabularySize: Int
    package var hiddenSize: Int
    package var layerCount: Int
    package var headCount: Int
    package var keyValueHeadCount: Int
    package var headSize: Int

    /// The longest sequence that the model was made for, in tokens.
    package var contextLength: Int
    package var normEpsilon: Float
    package var activation: Activation

    /// How heads are rotated; nil where positions are learned vectors.
    package var rotary: Rotary?

    /// How layers with a window rotate, where that differs (Gemma 3).
    package var windowRotary: Rotary?

    /// The window of each layer, in tokens; nil where a layer sees everything before a token.
    package var windows: [Int?]

    /// What products of queries and keys are multiplied by; nil for 1/√headSize.
    package var attentionScale: Float?
    package var attentionSoftCap: Float?
    package var logitSoftCap: Float?

    /// Whether the output matrix is the embedding's even if the file has one of its own.
    package var isTied = false

    /// What is added to each weight of an RMS norm as the file has it (Gemma's checkpoints hold w of 1 + w).
    package var normOffset: Float = 0

    package var experts: ExpertConfiguration?
    package var encoder: EncoderConfiguration?

    /// How an embedding is made of the token's vectors, if the files say so.
    package var pooling: Pooling?

    /// Whether the model judges a pair of texts with one number.
    package var isReranker = false

    /// The rotation of a layer.
    func rotary(layer: Int) -> Rotary? { windows[layer] == nil ? rotary : windowRotary ?? rotary }
}

/// The families of networks that Kaiyuan runs.
package enum Architecture: String, CaseIterable, Sendable {
    case llama
    case mistral
    case qwen2
    case qwen3
    case qwen3MoE = "qwen3_moe"
    case hunyuanDense = "hunyuan_v1_dense"
    case hunyuanMoE = "hunyuan_v1_moe"
    case gemma2
    case gemma3 = "gemma3_text"
    case phi3
    case bert
    case xlmRoberta = "xlm-roberta"

    /// Whether a token sees its whole sequence.
    package var isEncoder: Bool { self == .bert || self == .xlmRoberta }
}

/// The mixture of a network's expert layers.
package struct ExpertConfiguration: Sendable {
    package var count: Int

    /// How many experts a token goes through, in each layer.
    package var chosenCounts: [Int]

    /// Whether the chosen experts' weights are made to sum to 1.
    package var isNormalised: Bool
}

/// What only encoders have.
package struct EncoderConfiguration: Sendable {
    package var segmentCount: Int

    /// The rows of the table of positions.
    package var positionCount: Int

    /// The row of the first token.
    package var firstPosition: Int
}
