// Ends an answer where the client wants it ended: before a stop sequence, or at a number of tokens.

internal import Foundation
internal import Retrieval

/// Lets text through as it comes, up to where it has to end.
///
/// A value without I/O; what may still become a stop sequence is held back.
struct ReplyCutter {
    /// OpenAI's `finish_reason`.
    enum FinishReason: String, Encodable {
        case stop, length
    }

    let stops: [String]
    /// Counted as `usage` counts.
    let tokenLimit: Int?

    /// What was let through.
    private(set) var text = ""
    private(set) var finishReason = FinishReason.stop
    private var held = ""
    /// Whether nothing more is let through.
    private(set) var isCut = false

    init(stops: [String] = [], tokenLimit: Int? = nil) {
        (self.stops, self.tokenLimit) = (stops, tokenLimit)
    }

    /// Takes more of the answer; what of it and of what was held may go out now.
    mutating func take(_ piece: String) -> String {
        guard !isCut else { return "" }
        held += piece
        let found = stops.compactMap { held.range(of: $0, options: .literal)?.lowerBound }.min()
        if let found {
            let piece = String(held[..<found])
            held = ""
            let passed = pass(piece)
            isCut = true
            return passed
        }
        let kept = heldCount
        let piece = String(held.unicodeScalars.dropLast(kept))
        held = String(held.unicodeScalars.suffix(kept))
        return pass(piece)
    }

    /// The answer ends here of itself; what of the text held back goes out after all.
    mutating func finish() -> String {
        guard !isCut else { return "" }
        defer { held = "" }
        return pass(held)
    }

    /// How many scalars at the end may be the beginning of a stop sequence.
    private var heldCount: Int {
        let scalars = Array(held.unicodeScalars)
        return stops.map { stop in
            let stop = Array(stop.unicodeScalars)
            let longest = min(stop.count - 1, scalars.count)
            return stride(from: longest, to: 0, by: -1).first { scalars.suffix($0).elementsEqual(stop.prefix($0)) } ?? 0
        }.max() ?? 0
    }

    private mutating func pass(_ piece: String) -> String {
        guard let tokenLimit, PassageCutter.tokenCount(of: text + piece) > tokenLimit else {
            text += piece
            return piece
        }
        // The longest beginning that fits, never half a character.
        var (fits, exceeds) = (0, piece.count)
        while exceeds - fits > 1 {
            let middle = (fits + exceeds) / 2
            if PassageCutter.tokenCount(of: text + piece.prefix(middle)) <= tokenLimit {
                fits = middle
            } else {
                exceeds = middle
            }
        }
        (isCut, finishReason) = (true, .length)
        let passed = String(piece.prefix(fits))
        text += passed
        return passed
    }
}
