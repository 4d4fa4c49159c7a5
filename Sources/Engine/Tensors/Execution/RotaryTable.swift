// The cosines and sines that a step's tokens are rotated by.

internal import Foundation

/// Cosines and sines, `[tokens, dimension/2]`.
struct RotaryTable {
    let cosines: [Float]
    let sines: [Float]
    let pairCount: Int

    init(_ rotary: Rotary, positions: [Int], lengths: [Int]) {
        pairCount = rotary.dimension / 2
        var cosines: [Float] = []
        var sines: [Float] = []
        cosines.reserveCapacity(positions.count * pairCount)
        sines.reserveCapacity(positions.count * pairCount)
        var frequencies: [Float] = []
        var frequencyLength: Int?
        for (position, length) in zip(positions, lengths) {
            if frequencyLength == nil || (rotary.dependsOnLength && frequencyLength != length) {
                frequencies = rotary.frequencies(length: length)
                frequencyLength = length
            }
            for frequency in frequencies {
                let angle = Float(position) * frequency
                cosines.append(cos(angle) * rotary.attentionFactor)
                sines.append(sin(angle) * rotary.attentionFactor)
            }
        }
        self.cosines = cosines
        self.sines = sines
    }
}
