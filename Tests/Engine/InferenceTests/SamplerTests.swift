// Each rule of sampling against arithmetic by hand.

import Foundation
import Testing
import Randomness

@testable import Inference

@Suite("Sampling")
struct SamplerTests {
    /// Logits of these probabilities.
    private func logits(_ probabilities: [Double]) -> [Float] { probabilities.map { Float(log($0)) } }

    private func history(_ tokens: [Int32] = [], promptLength: Int? = nil) -> TokenHistory {
        TokenHistory(tokens: tokens, promptLength: promptLength ?? tokens.count)
    }

    private func left(by rule: some TruncationRule, of probabilities: [Double]) -> [Int32] {
        var candidates = Candidates(logits(probabilities), temperature: 1)
        rule.apply(to: &candidates)
        return candidates.tokens.sorted()
    }

    @Test("top-k keeps the most likely, of equals the first")
    func topK() {
        #expect(left(by: TopKRule(count: 2), of: [0.1, 0.4, 0.2, 0.3]) == [1, 3])
        #expect(left(by: TopKRule(count: 2), of: [0.25, 0.25, 0.25, 0.25]) == [0, 1])
        #expect(left(by: TopKRule(count: 9), of: [0.5, 0.5]) == [0, 1])
    }

    @Test("top-p keeps the fewest that reach the mass, at least one")
    func topP() {
        #expect(left(by: TopPRule(mass: 0.65), of: [0.1, 0.4, 0.2, 0.3]) == [1, 3])
        #expect(left(by: TopPRule(mass: 0.75), of: [0.1, 0.4, 0.2, 0.3]) == [1, 2, 3])
        #expect(left(by: TopPRule(mass: 0), of: [0.1, 0.4, 0.2, 0.3]) == [1])
        // The tail is far below what is sorted first.
        let flat = [Double](repeating: 1e-6, count: 1000)
        #expect(left(by: TopPRule(mass: 0.9999), of: [0.999] + flat).count == 901)
    }

    @Test("min-p keeps what is likely enough beside the most likely")
    func minP() {
        #expect(left(by: MinPRule(share: 0.45), of: [0.1, 0.4, 0.2, 0.3]) == [1, 2, 3])
        #expect(left(by: MinPRule(share: 1), of: [0.1, 0.4, 0.2, 0.3]) == [1])
    }

    @Test("typical-p keeps what carries about the expected information")
    func typicalP() {
        // Entropy 1.0889 nats; informations 0.5108, 1.6094, 2.3026, 2.3026: the second is nearest, then the first.
        #expect(left(by: TypicalPRule(mass: 0.1), of: [0.6, 0.2, 0.1, 0.1]) == [1])
        #expect(left(by: TypicalPRule(mass: 0.5), of: [0.6, 0.2, 0.1, 0.1]) == [0, 1])
    }

    @Test("repetition divides or multiplies, presence and frequency subtract")
    func penalties() {
        var logits: [Float] = [2, -2, 4, 1]
        // Token 0 and 1 stand in the prompt, 2 was made twice, 3 never.
        RepetitionRule(repetition: 2, presence: 0.5, frequency: 0.25)
            .apply(to: &logits, after: history([0, 1, 2, 2], promptLength: 2))
        #expect(logits == [1, -4, 2 - 1, 1])
    }

    @Test("bias adds to single tokens and minds no token that is not there")
    func bias() {
        var logits: [Float] = [0, 0]
        LogitBiasRule(bias: [1: -100, 7: 3, -1: 3]).apply(to: &logits, after: history())
        #expect(logits == [0, -100])
    }

    @Test("DRY punishes what would continue a repetition, by its length")
    func dry() {
        var parameters = DRYParameters()
        parameters.multiplier = 1
        parameters.base = 2
        let rule = DRYRule(parameters: parameters)
        // … 1 2 3 4 … 1 2 3: a 4 would make a repetition of three longer; a 3 after "2" is no repetition now.
        #expect(rule.repetitions(after: history([1, 2, 3, 4, 9, 1, 2, 3])) == [4: 3])
        var logits = [Float](repeating: 0, count: 10)
        rule.apply(to: &logits, after: history([1, 2, 3, 4, 9, 1, 2, 3]))
        #expect(logits[4] == -2)
        #expect(logits.filter { $0 != 0 }.count == 1)
        // A breaker inside of the repetition makes it shorter than what costs.
        parameters.breakers = [2]
        #expect(DRYRule(parameters: parameters).repetitions(after: history([1, 2, 3, 4, 9, 1, 2, 3])).isEmpty)
    }

    @Test("DRY finds the lengths that comparing every place finds", arguments: 0..<20)
    func dryByComparison(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let tokens = (0..<60).map { _ in Int32.random(in: 0..<3, using: &random) }
        var expected: [Int32: Int] = [:]
        for place in 1..<tokens.count {
            // How far the history's end and what stands before this place agree.
            var length = 0
            while length < place, tokens[place - 1 - length] == tokens[tokens.count - 1 - length] { length += 1 }
            if length >= 2 { expected[tokens[place]] = max(expected[tokens[place]] ?? 0, length) }
        }
        #expect(DRYRule(parameters: DRYParameters()).repetitions(after: history(tokens)) == expected)
    }

    @Test("is greedy at temperature 0, and repeats itself with the seed")
    func seeds() {
        let weights = logits([0.1, 0.4, 0.2, 0.3])
        var greedy = Sampler(.greedy)
        #expect((0..<20).allSatisfy { _ in greedy.choose(from: weights, after: history()) == 1 })
        var parameters = SamplingParameters()
        parameters.seed = 42
        func run() -> [Int32] {
            var sampler = Sampler(parameters)
            return (0..<50).map { _ in sampler.choose(from: weights, after: history()) }
        }
        #expect(run() == run())
        #expect(Set(run()) == [0, 1, 2, 3])
    }

    @Test("draws tokens as often as they are likely")
    func frequencies() {
        var parameters = SamplingParameters()
        parameters.seed = 1
        var sampler = Sampler(parameters)
        let probabilities = [0.1, 0.4, 0.2, 0.3]
        let weights = logits(probabilities)
        var counts = [0, 0, 0, 0]
        for _ in 0..<10_000 { counts[Int(sampler.choose(from: weights, after: history()))] += 1 }
        // Five standard deviations of a count of 10,000 draws are at most 250.
        for (count, probability) in zip(counts, probabilities) {
            #expect(abs(Double(count) - probability * 10_000) < 250)
        }
    }
}
