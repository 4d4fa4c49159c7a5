// What `kaiyuan quantize` can make of a model: which format each tensor gets. The mixtures are those of llama.cpp's
// llama-quantize, where some tensors of some layers, which errors hurt most, keep more bits.

package import Tensors

/// A kind of quantised model, as its files are named.
package enum QuantizationType: String, CaseIterable, Sendable {
    case f16 = "F16"
    case bf16 = "BF16"
    case q8_0 = "Q8_0"
    case q4_0 = "Q4_0"
    case q4_k_m = "Q4_K_M"
    case q5_k_m = "Q5_K_M"
    case q6_k = "Q6_K"

    /// The type of a name, in capitals or not.
    package init?(named name: String) {
        self.init(rawValue: name.uppercased())
    }

    /// llama.cpp's number of the type, for `general.file_type`.
    var fileType: UInt32 {
        switch self {
        case .f16: 1
        case .q4_0: 2
        case .q8_0: 7
        case .q4_k_m: 15
        case .q5_k_m: 17
        case .q6_k: 18
        case .bf16: 32
        }
    }

    /// The format of most matrices.
    package var format: WeightFormat {
        switch self {
        case .f16: .f16
        case .bf16: .bf16
        case .q8_0: .q8_0
        case .q4_0: .q4_0
        case .q4_k_m: .q4_k
        case .q5_k_m: .q5_k
        case .q6_k: .q6_k
        }
    }
}

/// What the choice of formats depends on beyond a tensor's name.
package struct QuantizedModel: Sendable {
    package var layerCount: Int
    package var expertCount: Int

    /// Whether the embeddings are the output matrix, too.
    package var hasTiedEmbeddings: Bool

    /// Whether this is the shape of Llama 2 70B and its like: 80 layers whose key heads are shared.
    package var isOf70B: Bool
}

extension QuantizationType {
    /// The format of a tensor with GGUF's name, shape and the format it has in the source.
    package func format(
        of name: String,
        shape: [Int],
        source: WeightFormat,
        in model: QuantizedModel
    ) -> WeightFormat {
        guard Self.isQuantized(name, shape) else { return source == .f32 ? .f32 : Self.plain(source) }
        guard format.blockSize > 1 else { return format }
        return Self.fitting(mixed(name, in: model), columns: shape.last ?? 1)
    }

    /// Norms, biases, routers and small tables stay as they are: they take no room, and errors in them are felt everywhere.
    private static func isQuantized(_ name: String, _ shape: [Int]) -> Bool {
        shape.drop { $0 == 1 }.count >= 2 && name.hasSuffix("weight") && !name.hasSuffix("_norm.weight")
            && !name.contains("ffn_gate_inp.weight") && name != "position_embd.weight" && name != "token_types.weight"
    }

    /// What stays unquantised is one of the single-number formats.
    private static func plain(_ source: WeightFormat) -> WeightFormat { source.blockSize == 1 ? source : .f32 }

    /// The format by the mixture, before the length of the rows is looked at.
    private func mixed(_ name: String, in model: QuantizedModel) -> WeightFormat {
        if name == "output.weight" || (model.hasTiedEmbeddings && name == "token_embd.weight") {
            return self == .q8_0 ? .q8_0 : .q6_k
        }
        let layer = Self.layer(of: name)
        let isMoreExact = (self == .q4_k_m || self == .q5_k_m) && Self.usesMoreBits(layer, of: model.layerCount)
        if name.hasSuffix("attn_v.weight") || name.hasSuffix("attn_qkv.weight") {
            if model.expertCount == 8 { return .q8_0 }
            if isMoreExact { return .q6_k }
            return model.isOf70B && format == .q4_k ? .q5_k : format
        }
        if name.hasSuffix("attn_k.weight"), model.expertCount == 8 { return .q8_0 }
        if name.contains("ffn_down"), isMoreExact { return .q6_k }
        if name.hasSuffix("attn_output.weight"), model.expertCount == 8, self == .q4_k_m { return .q5_k }
        return format
    }

    /// The next best format when rows are not whole blocks.
    private static func fitting(_ format: WeightFormat, columns: Int) -> WeightFormat {
        if columns.isMultiple(of: format.blockSize) { return format }
        let smaller: WeightFormat =
            switch format {
            case .q4_k: .q5_0
            case .q5_k: .q5_1
            default: .q8_0
            }
        return columns.isMultiple(of: smaller.blockSize) ? smaller : .f16
    }

    /// The first and last eighth of the layers and every third between.
    private static func usesMoreBits(_ layer: Int, of count: Int) -> Bool {
        layer < count / 8 || layer >= 7 * count / 8 || (layer - count / 8) % 3 == 2
    }

    /// The layer in `blk.7.attn_v.weight`; 0 where there is none.
    private static func layer(of name: String) -> Int {
        let parts = name.split(separator: ".")
        return parts.count > 1 && parts[0] == "blk" ? Int(parts[1]) ?? 0 : 0
    }
}
