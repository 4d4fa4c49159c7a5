// Which tensor gets which format: expected from the table of llama.cpp's llama-quantize, by hand.

import Tensors
import Testing

@testable import ModelFiles

@Suite("The mixtures of quantised models")
struct QuantizationTypeTests {
    static let dense = QuantizedModel(layerCount: 32, expertCount: 0, hasTiedEmbeddings: false, isOf70B: false)

    static func format(
        _ type: QuantizationType,
        _ name: String,
        _ shape: [Int] = [4096, 4096],
        source: WeightFormat = .f16,
        _ model: QuantizedModel = dense
    ) -> WeightFormat {
        type.format(of: name, shape: shape, source: source, in: model)
    }

    @Test("give values and down projections of 16 of 32 layers more bits")
    func moreBits() {
        let expected: Set = [0, 1, 2, 3, 6, 9, 12, 15, 18, 21, 24, 27, 28, 29, 30, 31]
        for tensor in ["attn_v", "ffn_down", "attn_qkv"] {
            for (type, base) in [(QuantizationType.q4_k_m, WeightFormat.q4_k), (.q5_k_m, .q5_k)] {
                let chosen = (0..<32).filter { Self.format(type, "blk.\($0).\(tensor).weight") == .q6_k }
                #expect(Set(chosen) == expected)
                #expect(Self.format(type, "blk.4.\(tensor).weight") == base)
            }
        }
        #expect(Self.format(.q4_k_m, "blk.0.attn_q.weight") == .q4_k)
        #expect(Self.format(.q4_k_m, "blk.0.ffn_down_exps.weight", [8, 256, 256]) == .q6_k)
        #expect(Self.format(.q8_0, "blk.0.attn_v.weight") == .q8_0)
        #expect(Self.format(.q4_0, "blk.0.attn_v.weight") == .q4_0)
        #expect(Self.format(.q6_k, "blk.5.ffn_up.weight") == .q6_k)
    }

    @Test("keep six bits in the output, and in embeddings that are the output")
    func output() {
        var tied = Self.dense
        tied.hasTiedEmbeddings = true
        for type in [QuantizationType.q4_0, .q4_k_m, .q5_k_m, .q6_k] {
            #expect(Self.format(type, "output.weight") == .q6_k)
            #expect(Self.format(type, "token_embd.weight") == type.format)
            #expect(Self.format(type, "token_embd.weight", tied) == .q6_k)
        }
        #expect(Self.format(.q8_0, "output.weight") == .q8_0)
        #expect(Self.format(.f16, "output.weight") == .f16)
    }

    private static func format(_ type: QuantizationType, _ name: String, _ model: QuantizedModel) -> WeightFormat {
        format(type, name, [4096, 4096], source: .f16, model)
    }

    @Test("leave small tensors as they are")
    func small() {
        for name in [
            "blk.0.attn_norm.weight", "blk.0.attn_q.bias", "blk.0.ffn_gate_inp.weight", "position_embd.weight",
            "token_types.weight",
        ] {
            #expect(Self.format(.q4_k_m, name, source: .f32) == .f32)
            #expect(Self.format(.q4_k_m, name, source: .bf16) == .bf16)
            #expect(Self.format(.q4_k_m, name, source: .q8_0) == .f32)
        }
        #expect(Self.format(.q4_k_m, "rope_freqs.weight", [64], source: .f32) == .f32)
    }

    @Test("fall back where rows are not whole blocks")
    func fallback() {
        let name = "blk.4.attn_q.weight"
        #expect(Self.format(.q4_k_m, name, [64, 96]) == .q5_0)
        #expect(Self.format(.q5_k_m, name, [64, 96]) == .q5_1)
        #expect(Self.format(.q6_k, name, [64, 96]) == .q8_0)
        #expect(Self.format(.q4_0, "output.weight", [64, 96]) == .q8_0)
        for type in QuantizationType.allCases where type.format.blockSize > 1 {
            #expect(Self.format(type, name, [64, 40]) == .f16)
        }
    }

    @Test("treat eight experts and 70B as llama.cpp does")
    func special() {
        var mixture = Self.dense
        mixture.expertCount = 8
        #expect(Self.format(.q4_k_m, "blk.4.attn_v.weight", mixture) == .q8_0)
        #expect(Self.format(.q4_k_m, "blk.4.attn_k.weight", mixture) == .q8_0)
        #expect(Self.format(.q4_k_m, "blk.4.attn_output.weight", mixture) == .q5_k)
        #expect(Self.format(.q5_k_m, "blk.4.attn_output.weight", mixture) == .q5_k)
        var large = Self.dense
        large.isOf70B = true
        #expect(Self.format(.q4_k_m, "blk.4.attn_v.weight", large) == .q5_k)
        #expect(Self.format(.q4_k_m, "blk.4.attn_k.weight", large) == .q4_k)
    }
}
