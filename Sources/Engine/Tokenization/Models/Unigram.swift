// The unigram language model of SentencePiece (Kudo, arXiv 1804.10959): of all ways to cut a piece into tokens, the one
// whose scores add up highest, by Viterbi's algorithm over the positions of its bytes.

/// Encodes pieces by the best path through their tokens.
struct Unigram: Sendable {
    /// What a character that is no token costs below the least probable token.
    static let unknownPenalty = 10.0

    let tokens: ByteTrie
    let scores: [Float]
    let leastScore: Float
    let unknown: Int32?
    var byteFallback: [Int32] = []
    /// Sums are rounded to single precision as SentencePiece does, which decides between paths of equal probability.
    var roundsToSingle = false

    private struct Arrival {
        var score = -Double.infinity
        var start = -1
        var id: Int32 = -1
    }

    func encode(_ text: Span<UInt8>, _ piece: Range<Int>, into ids: inout [Int32]) {
        let best = arrivals(text, piece)
        var path: [(id: Int32, range: Range<Int>)] = []
        var end = piece.count
        while end > 0 {
            path.append((best[end].id, best[end].start + piece.lowerBound..<end + piece.lowerBound))
            end = best[end].start
        }
        var wasUnknown = false
        for (id, range) in path.reversed() {
            guard id < 0 else {
                ids.append(id)
                wasUnknown = false
                continue
            }
            let fallback = byteFallback.isEmpty ? [] : range.map { byteFallback[Int(text[$0])] }
            if !fallback.isEmpty, fallback.allSatisfy({ $0 >= 0 }) {
                ids += fallback
            } else if let unknown, !wasUnknown {
                ids.append(unknown)
                wasUnknown = true
            }
        }
    }

    /// The best way to come to each position; each can be reached by way of unknown characters.
    private func arrivals(_ text: Span<UInt8>, _ piece: Range<Int>) -> [Arrival] {
        let unknownScore = Double(leastScore) - Self.unknownPenalty
        var best = [Arrival](repeating: Arrival(), count: piece.count + 1)
        best[0].score = 0
        var position = piece.lowerBound
        while position < piece.upperBound {
            let offset = position - piece.lowerBound
            let score = best[offset].score
            let width = min(UTF8Scalar.width(text[position]), piece.upperBound - position)
            var hasCharacter = false
            tokens.forEachPrefix(in: text, from: position, to: piece.upperBound) { end, id in
                hasCharacter = hasCharacter || end == position + width
                let sum = rounded(Double(scores[Int(id)]) + score)
                let target = end - piece.lowerBound
                if sum > best[target].score { best[target] = Arrival(score: sum, start: offset, id: id) }
            }
            if !hasCharacter {
                let sum = rounded(unknownScore + score)
                if sum > best[offset + width].score { best[offset + width] = Arrival(score: sum, start: offset) }
            }
            position += width
        }
        return best
    }

    private func rounded(_ sum: Double) -> Double { roundsToSingle ? Double(Float(sum)) : sum }
}
