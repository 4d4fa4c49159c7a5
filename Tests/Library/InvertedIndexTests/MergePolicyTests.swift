// Which segments are merged, as a decision without files.

import Testing

@testable import InvertedIndex

@Suite("The merge policy")
struct MergePolicyTests {
    private func segment(_ name: String, _ count: Int, deleted: Int = 0) -> Manifest.Segment {
        Manifest.Segment(
            name: name,
            byteCount: 0,
            passageCount: count,
            totalLength: 0,
            deletions: deleted == 0 ? nil : .init(name: "\(name)-d", count: deleted, totalLength: 0)
        )
    }

    private func plan(_ segments: [Manifest.Segment]) -> [String]? {
        var manifest = Manifest()
        manifest.segments = segments
        return MergePolicy().plan(manifest)?.segments.map(\.name)
    }

    @Test("leaves few segments alone")
    func few() {
        #expect(plan([]) == nil)
        #expect(plan((0..<7).map { segment("s\($0)", 10) }) == nil)
    }

    @Test("merges eight of like size, whatever else there is")
    func eight() {
        let small = (0..<8).map { segment("s\($0)", 500 + $0) }
        #expect(plan([segment("big", 100_000)] + small) == small.map(\.name))
    }

    @Test("writes a segment again of which more than a quarter is deleted")
    func worn() {
        #expect(plan([segment("a", 1_000, deleted: 250), segment("b", 1_000, deleted: 251)]) == ["b"])
    }

    @Test("does not make a segment larger than the largest")
    func largest() {
        let halves = (0..<8).map { segment("s\($0)", 1_900_000) }
        #expect(plan(halves) == ["s0", "s1"])
        #expect(plan((0..<20).map { segment("s\($0)", 3_000_000) }) == nil)
    }

    @Test("merges each passage a logarithmic number of times, and leaves few segments")
    func cost() {
        var manifest = Manifest()
        var written = 0
        for number in 0..<4_000 {
            manifest.segments.append(segment("s\(number)", 100))
            while let merge = MergePolicy().plan(manifest) {
                let count = merge.segments.reduce(0) { $0 + $1.liveCount }
                written += count
                manifest.segments.removeAll { segment in merge.segments.contains { $0.name == segment.name } }
                manifest.segments.append(segment("m\(number)-\(count)", count))
            }
            #expect(manifest.segments.count <= 40)
        }
        #expect(manifest.passageCount == 400_000)
        #expect(Double(written) / 400_000 <= 5)
    }
}
