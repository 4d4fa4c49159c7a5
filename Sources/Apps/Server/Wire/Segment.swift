// Text cut where highlighting begins and ends, so that nobody outside has to count bytes.

/// A stretch of text that is highlighted or not.
struct Segment: Encodable, Equatable {
    var text: String
    var marked: Bool

    /// The text in pieces.
    ///
    /// `marked` are UTF-8 ranges to highlight, in order; they may touch, overlap and reach beyond the text.
    static func segments(of text: String, marked: [Range<Int>]) -> [Segment] {
        let bytes = text.utf8
        var segments: [Segment] = []
        var position = 0
        func add(_ end: Int, _ isMarked: Bool) {
            guard end > position else { return }
            let piece = String(Substring(bytes.dropFirst(position).prefix(end - position)))
            if let last = segments.last, last.marked == isMarked {
                segments[segments.count - 1].text += piece
            } else {
                segments.append(Segment(text: piece, marked: isMarked))
            }
            position = end
        }
        for range in marked {
            add(min(max(range.lowerBound, 0), bytes.count), false)
            add(min(range.upperBound, bytes.count), true)
        }
        add(bytes.count, false)
        return segments
    }
}
