// Only tokens that are not much less likely than the most likely one (arXiv 2407.01082).

internal import Foundation

/// Keeps candidates at least `share` times as likely as the most likely one.
struct MinPRule: TruncationRule {
    let share: Float

    func apply(to candidates: inout Candidates) {
        let least = candidates.largestLogit + log(share)
        let logits = candidates.logits
        candidates.keep { logits[$0] >= least }
    }
}
