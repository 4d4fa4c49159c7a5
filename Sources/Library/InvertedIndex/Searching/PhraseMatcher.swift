// Tells whether a phrase stands in a passage, by the positions of its words.

/// A phrase on one segment, asked about passages in rising order.
struct PhraseMatcher {
    private var variants: [[PostingCursor]] = []
    private let field: IndexQuery.Field?
    private let positions: Range<Int>

    /// A variant with a word that the segment does not know is left out.
    init(_ phrase: IndexQuery.Phrase, on segment: Segment, in bytes: RawSpan) throws(Damage) {
        field = phrase.field
        positions = segment.directory.positions.range
        for variant in Set(phrase.variants) where !variant.isEmpty {
            var cursors: [PostingCursor] = []
            for term in variant {
                guard let cursor = try segment.cursor(term.key, in: bytes) else { break }
                cursors.append(cursor)
            }
            if cursors.count == variant.count { variants.append(cursors) }
        }
    }

    /// Whether no passage of the segment can match.
    var isEmpty: Bool { variants.isEmpty }

    /// Whether the phrase stands in the passage.
    mutating func matches(_ passage: UInt32, in bytes: RawSpan) throws(Damage) -> Bool {
        for variant in variants.indices {
            if try matches(variant, passage, in: bytes) { return true }
        }
        return false
    }

    private mutating func matches(_ variant: Int, _ passage: UInt32, in bytes: RawSpan) throws(Damage) -> Bool {
        var found: [Occurrences] = []
        for word in variants[variant].indices {
            guard let index = try variants[variant][word].find(passage, in: bytes) else { return false }
            if variants[variant].count == 1, field == nil { return true }
            if variants[variant].count == 1, let field, field != .body {
                let fields = variants[variant][word].fields(at: index, in: bytes)
                return field == .title ? fields.title : fields.headings
            }
            found.append(try variants[variant][word].occurrences(at: index, in: bytes, region: positions))
        }
        return switch field {
        case .title: Self.follow(found.map(\.title))
        case .headings: Self.follow(found.map(\.headings))
        case .body: Self.follow(found.map(\.body))
        case nil:
            Self.follow(found.map(\.title)) || Self.follow(found.map(\.headings)) || Self.follow(found.map(\.body))
        }
    }

    /// Whether some place begins a run of one position of each list, each next to the one before.
    static func follow(_ positions: [[UInt32]]) -> Bool {
        guard let first = positions.first else { return false }
        return first.contains { start in
            positions.enumerated().dropFirst().allSatisfy { offset, places in
                places.contains(start &+ UInt32(offset))
            }
        }
    }

    /// The passages, in order, that hold the words of some variant, wherever they stand.
    ///
    /// Costs a walk over the rarest word's list. Uses up the cursors: the matcher is of no use afterwards.
    mutating func passagesWithWords(in bytes: RawSpan) throws(Damage) -> [UInt32] {
        var all: [UInt32] = []
        for variant in variants.indices {
            variants[variant].sort { $0.list.count < $1.list.count }
            var lead = variants[variant][0]
            var passages: [UInt32] = []
            while !lead.isAtEnd {
                try lead.unpackPassages(in: bytes)
                nextPosting: for index in 0..<lead.postingCount {
                    let passage = lead.passages[index]
                    for word in variants[variant].indices.dropFirst()
                    where try variants[variant][word].find(passage, in: bytes) == nil {
                        continue nextPosting
                    }
                    passages.append(passage)
                }
                try lead.nextBlock(in: bytes)
            }
            all = all.isEmpty ? passages : Set(all).union(passages).sorted()
        }
        return all
    }
}
