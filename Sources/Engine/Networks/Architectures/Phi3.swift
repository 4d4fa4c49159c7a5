// Phi-3, 3.5 and 4-mini (arXiv 2404.14219, section 2): Llama's network, of which only a part of each head may rotate, with
// LongRoPE. What Phi-3 has of its own is that one matrix holds all queries, all keys and all values, and another one the
// gate and the up projection.

extension ModelConfiguration {
    /// Which rows of Phi-3's joint matrices a part is.
    func sliceOfPhi3(_ part: WeightPart) -> WeightPlace.Slice {
        let (queries, keys) = (headCount * headSize, keyValueHeadCount * headSize)
        return switch part {
        case .query: .rows(0..<queries)
        case .key: .rows(queries..<queries + keys)
        case .value: .rows(queries + keys..<queries + 2 * keys)
        case .gate: .half(0)
        case .up: .half(1)
        default: .whole
        }
    }
}
