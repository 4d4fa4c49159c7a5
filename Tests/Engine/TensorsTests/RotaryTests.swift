// Rotary frequencies against arithmetic by hand from the papers' formulas.

import Foundation
import Testing

@testable import Tensors

@Suite("Rotary frequencies")
struct RotaryTests {
    /// Two pairs: 1 and 1/√10000 = 0.01.
    private func rotary(_ scaling: Rotary.Scaling) -> Rotary {
        var rotary = Rotary(headSize: 4, base: 10_000)
        rotary.scaling = scaling
        return rotary
    }

    private func isClose(_ values: [Float], _ expected: [Double]) -> Bool {
        values.count == expected.count && zip(values, expected).allSatisfy { abs(Double($0) - $1) <= 1e-6 * $1 }
    }

    @Test("fall by a power of the base")
    func plain() {
        #expect(isClose(rotary(.none).frequencies(length: 1), [1, 0.01]))
    }

    @Test("are divided by a linear factor, or each by its divisor")
    func divided() {
        #expect(isClose(rotary(.linear(factor: 4)).frequencies(length: 1), [0.25, 0.0025]))
        #expect(isClose(rotary(.divisors([1, 8])).frequencies(length: 1), [1, 0.00125]))
    }

    @Test("get a larger base beyond the original length when dynamic")
    func dynamic() {
        let rotary = rotary(.dynamic(factor: 2, originalLength: 10))
        #expect(isClose(rotary.frequencies(length: 10), [1, 0.01]))
        // The base becomes 10000 · (2 · 20/10 − 1)^(4/2) = 90000.
        #expect(isClose(rotary.frequencies(length: 20), [1, 1 / 300]))
        #expect(rotary.dependsOnLength)
    }

    @Test("take the long divisors beyond the original length")
    func long() {
        let rotary = rotary(.long(short: [1, 2], long: [4, 5], originalLength: 16))
        #expect(isClose(rotary.frequencies(length: 16), [1, 0.005]))
        #expect(isClose(rotary.frequencies(length: 17), [0.25, 0.002]))
    }

    @Test("are kept, blended or divided by wavelength as Llama 3 does")
    func llama3() {
        // Turns within 100 positions: 15.9 (kept, above 4) and 0.159 (divided, below 1).
        let kept = rotary(.llama3(factor: 8, lowFactor: 1, highFactor: 4, originalLength: 100))
        #expect(isClose(kept.frequencies(length: 1), [1, 0.00125]))
        // Within 4π positions the first turns twice: a third of the way from 1 to 4.
        var blended = Rotary(headSize: 2, base: 10_000)
        blended.scaling = .llama3(factor: 8, lowFactor: 1, highFactor: 4, originalLength: 13)
        let smooth = (13 / (2 * Double.pi) - 1) / 3
        #expect(isClose(blended.frequencies(length: 1), [(1 - smooth) / 8 + smooth]))
    }

    @Test("of YaRN keep the fast pairs and divide the slow ones")
    func yarn() {
        var rotary = Rotary(headSize: 128, base: 10_000)
        rotary.scaling = .yarn(Rotary.YaRN(factor: 4, originalLength: 4096))
        let plain = Rotary(headSize: 128, base: 10_000).frequencies(length: 1)
        let scaled = rotary.frequencies(length: 1)
        // The pair that turns 32 times is ln(4096/64π)·64/ln 10000 = 20.9, that of one turn 45.03: the ramp is 20...46.
        #expect(scaled[20] == plain[20])
        #expect(isClose([scaled[33]], [Double(plain[33]) * 0.625]))
        #expect(isClose([scaled[46]], [Double(plain[46]) / 4]))
        #expect(abs(Rotary.YaRN.attentionFactor(4) - 1.1386294) < 1e-6)
    }
}
