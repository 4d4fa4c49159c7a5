// A token that would continue a repetition becomes less likely, the more the longer the repetition is already.

internal import Foundation

/// "Don't repeat yourself"; linear in the length of the history.
struct DRYRule: LogitsRule {
    let parameters: DRYParameters

    func apply(to logits: inout [Float], after history: TokenHistory) {
        for (token, length) in repetitions(after: history) where logits.indices.contains(Int(token)) {
            let excess = Float(length - parameters.allowedLength)
            logits[Int(token)] -= parameters.multiplier * pow(parameters.base, excess)
        }
    }

    /// For each token, the length of the longest earlier stretch that it would make longer, of at least the allowed length:
    /// a stretch that the history ends with, and that the token followed before.
    func repetitions(after history: TokenHistory) -> [Int32: Int] {
        // Backwards, a stretch that the history ends with is a common prefix.
        let backwards = Array(history.tokens.suffix(parameters.range ?? .max).reversed())
        let usable = backwards.firstIndex { parameters.breakers.contains($0) } ?? backwards.count
        guard usable >= max(1, parameters.allowedLength), backwards.count > 1 else { return [:] }
        let prefixLengths = Self.commonPrefixLengths(of: backwards)
        var longest: [Int32: Int] = [:]
        for start in 1..<backwards.count {
            let length = min(prefixLengths[start], usable)
            guard length >= parameters.allowedLength else { continue }
            let token = backwards[start - 1]
            longest[token] = max(longest[token] ?? 0, length)
        }
        return longest
    }

    /// How many tokens from each place on are those at the beginning (the Z function).
    private static func commonPrefixLengths(of tokens: [Int32]) -> [Int] {
        var lengths = [Int](repeating: 0, count: tokens.count)
        var window = 0..<0
        for start in tokens.indices.dropFirst() {
            var length =
                start < window.upperBound ? min(window.upperBound - start, lengths[start - window.lowerBound]) : 0
            while start + length < tokens.count, tokens[length] == tokens[start + length] { length += 1 }
            lengths[start] = length
            if start + length > window.upperBound { window = start..<start + length }
        }
        return lengths
    }
}
