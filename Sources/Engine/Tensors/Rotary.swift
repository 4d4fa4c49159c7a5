// Rotary position embeddings (RoPE, arXiv 2104.09864) and the ways to stretch them over longer contexts.
// Frequencies are computed in F32, as the models were trained with them.

internal import Foundation

/// How heads are rotated by position.
package struct Rotary: Hashable, Sendable {
    /// Which values of a head rotate together.
    package enum Pairing: Sendable {
        /// Value i with value i + dimension/2.
        case halves
        /// Value 2i with value 2i + 1, as GGUF files of Llama have them.
        case neighbours
    }

    /// How frequencies are changed for contexts longer than the trained one.
    package enum Scaling: Hashable, Sendable {
        case none
        /// Positions divided by a factor (arXiv 2306.15595).
        case linear(factor: Float)
        /// A base that grows with the length beyond the original one ("NTK-aware", as Transformers computes it).
        case dynamic(factor: Float, originalLength: Int)
        /// Low frequencies divided by a factor, high ones kept, a ramp between them (YaRN, arXiv 2309.00071).
        case yarn(YaRN)
        /// The same with other borders (Llama 3.1).
        case llama3(factor: Float, lowFactor: Float, highFactor: Float, originalLength: Int)
        /// Divisors for each frequency: `short` up to the original length, `long` beyond (LongRoPE, arXiv 2402.13753).
        case long(short: [Float], long: [Float], originalLength: Int)
        /// Divisors for each frequency, as GGUF files carry them for Llama 3.
        case divisors([Float])
    }

    /// The parameters of YaRN.
    package struct YaRN: Hashable, Sendable {
        package var factor: Float
        package var originalLength: Int
        package var betaFast: Float = 32
        package var betaSlow: Float = 1
        /// Whether the ramp's ends are rounded to whole dimensions.
        package var isTruncated = true

        package init(factor: Float, originalLength: Int) {
            self.factor = factor
            self.originalLength = originalLength
        }

        /// What cosines and sines are multiplied by, after `scale`: 0.1 · scale · ln(factor) + 1.
        package static func attentionFactor(_ factor: Float, scale: Float = 1) -> Float {
            factor <= 1 ? 1 : 0.1 * scale * log(factor) + 1
        }
    }

    package var headSize: Int

    /// How many of a head's values rotate: the first ones; even.
    package var dimension: Int
    package var base: Float
    package var pairing = Pairing.halves
    package var scaling = Scaling.none

    /// Multiplies cosines and sines.
    package var attentionFactor: Float = 1

    package init(headSize: Int, dimension: Int? = nil, base: Float) {
        self.headSize = headSize
        self.dimension = dimension ?? headSize
        self.base = base
    }

    /// Whether the frequencies depend on the length of the sequence.
    package var dependsOnLength: Bool {
        switch scaling {
        case .dynamic, .long: true
        default: false
        }
    }

    /// The angle that each pair turns by from one position to the next, in a sequence of the length: `dimension/2` values.
    package func frequencies(length: Int) -> [Float] {
        switch scaling {
        case .none:
            return plain(base: base)
        case .linear(let factor):
            return plain(base: base).map { $0 / factor }
        case .dynamic(let factor, let originalLength):
            let stretch = factor * Float(max(length, originalLength)) / Float(originalLength) - (factor - 1)
            return plain(base: base * pow(stretch, Float(dimension) / Float(dimension - 2)))
        case .yarn(let yarn):
            return ramped(yarn)
        case .llama3(let factor, let lowFactor, let highFactor, let originalLength):
            return plain(base: base).map { frequency in
                let turns = Float(originalLength) * frequency / (2 * .pi)
                if turns > highFactor { return frequency }
                if turns < lowFactor { return frequency / factor }
                let smooth = (turns - lowFactor) / (highFactor - lowFactor)
                return (1 - smooth) * frequency / factor + smooth * frequency
            }
        case .long(let short, let long, let originalLength):
            return zip(plain(base: base), length > originalLength ? long : short).map { $0 / $1 }
        case .divisors(let divisors):
            return zip(plain(base: base), divisors).map { $0 / $1 }
        }
    }

    /// base^(−2i / dimension).
    private func plain(base: Float) -> [Float] {
        (0..<dimension / 2).map { 1 / pow(base, Float(2 * $0) / Float(dimension)) }
    }

    private func ramped(_ yarn: YaRN) -> [Float] {
        /// The pair that turns so often within the original length.
        func pair(turning turns: Float) -> Double {
            Double(dimension) * Foundation.log(Double(yarn.originalLength) / (Double(turns) * 2 * .pi))
                / (2 * Foundation.log(Double(base)))
        }
        var low = pair(turning: yarn.betaFast)
        var high = pair(turning: yarn.betaSlow)
        if yarn.isTruncated { (low, high) = (low.rounded(.down), high.rounded(.up)) }
        low = max(low, 0)
        high = min(high, Double(dimension - 1))
        if low == high { high += 0.001 }
        return plain(base: base).enumerated().map { index, frequency in
            let ramp = Float(min(1, max(0, (Double(index) - low) / (high - low))))
            return frequency / yarn.factor * ramp + frequency * (1 - ramp)
        }
    }
}
