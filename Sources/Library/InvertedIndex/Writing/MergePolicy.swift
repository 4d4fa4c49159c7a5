// Which segments to merge: tiers by size, as in Lucene's TieredMergePolicy. A search looks at every segment, so there
// should be few; a merge writes everything again, so each passage should be merged few times.

/// Segments that are to become one, as they were when that was decided.
package struct Merge: Sendable, Hashable {
    package var segments: [Manifest.Segment]
}

/// A segment that others were merged into; nil where nothing was left of them.
package struct MergedSegment: Sendable {
    let merge: Merge
    /// What was merged, as it was: the files of it may be gone when the merge is applied.
    let parts: [IndexSnapshot.Part]
    let segment: Manifest.Segment?
}

/// Decides on merges.
package struct MergePolicy: Sendable {
    /// So many segments of a tier are merged; the passages of a tier's segments are so many times those of the one below.
    package var factor = 8
    /// Segments with fewer passages are of the lowest tier.
    package var smallest = 1_000
    /// Merges do not make segments of more passages than this.
    package var largest = 4_000_000
    /// A segment of which more than this part is deleted is written again.
    package var deletedShare = 0.25

    package init() {}

    /// The next merge that pays, or nil.
    package func plan(_ manifest: Manifest) -> Merge? {
        if let worn = manifest.segments.first(where: {
            Double($0.passageCount - $0.liveCount) > deletedShare * Double($0.passageCount)
        }) {
            return Merge(segments: [worn])
        }
        let tiers = Dictionary(grouping: manifest.segments.filter { $0.liveCount <= largest / 2 }, by: tier)
        for (_, segments) in tiers.sorted(by: { $0.key < $1.key }) where segments.count >= factor {
            // The smallest first, as many as fit into the largest.
            var chosen: [Manifest.Segment] = []
            var count = 0
            for segment in segments.sorted(by: { ($0.liveCount, $0.name) < ($1.liveCount, $1.name) }) {
                guard count + segment.liveCount <= largest else { break }
                chosen.append(segment)
                count += segment.liveCount
            }
            if chosen.count > 1 { return Merge(segments: chosen) }
        }
        return nil
    }

    private func tier(_ segment: Manifest.Segment) -> Int {
        var (tier, size) = (0, smallest)
        while segment.liveCount > size { (tier, size) = (tier + 1, size * factor) }
        return tier
    }
}
