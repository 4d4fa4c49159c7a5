// Only so many of the most likely tokens.

/// Keeps the `count` most likely candidates.
struct TopKRule: TruncationRule {
    let count: Int

    func apply(to candidates: inout Candidates) {
        guard count < candidates.tokens.count else { return }
        candidates.keepMostLikely { $0.count >= count ? count : nil }
    }
}
