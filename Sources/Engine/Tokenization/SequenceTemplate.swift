// What stands round a text, or a pair of texts, in front of a model: <s>, [CLS], [SEP] and the like.

/// One text, or two, with the tokens that a model expects round them.
package struct SequenceTemplate: Sendable, Equatable {
    package enum Part: Sendable, Equatable {
        case first
        case second
        case token(Int32)
    }

    /// Parts in order, each with the segment that BERT-like models are told.
    var parts: [(part: Part, segment: Int32)]

    init(_ parts: [(part: Part, segment: Int32)]) { self.parts = parts }

    /// One text between tokens.
    init(before: [Int32], after: [Int32]) {
        parts = before.map { (.token($0), 0) } + [(.first, 0)] + after.map { (.token($0), 0) }
    }

    package static func == (left: SequenceTemplate, right: SequenceTemplate) -> Bool {
        left.parts.elementsEqual(right.parts) { $0.part == $1.part && $0.segment == $1.segment }
    }

    /// The ids with the template's tokens, and the segment of each.
    func filled(_ first: [Int32], _ second: [Int32] = []) -> (ids: [Int32], segments: [Int32]) {
        var ids: [Int32] = []
        var segments: [Int32] = []
        for (part, segment) in parts {
            switch part {
            case .first: ids += first
            case .second: ids += second
            case .token(let id): ids.append(id)
            }
            segments += Array(repeating: segment, count: ids.count - segments.count)
        }
        return (ids, segments)
    }
}
