// Sets of Unicode scalars as sorted ranges: what the classes of a split pattern are made of.

/// A set of scalar values; its ranges are in order, apart from each other, and within `0...0x10FFFF`.
struct ScalarSet: Hashable, Sendable {
    static let largest: UInt32 = 0x10FFFF
    static let all = ScalarSet([0...largest])

    private(set) var ranges: [ClosedRange<UInt32>]

    init(_ ranges: [ClosedRange<UInt32>] = []) {
        self.ranges = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound &+ 1 {
                self.ranges[self.ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

    var isEmpty: Bool { ranges.isEmpty }

    var inverted: ScalarSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= Self.largest { gaps.append(next...Self.largest) }
        return ScalarSet(gaps)
    }

    func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

    func intersection(_ other: ScalarSet) -> ScalarSet { inverted.union(other.inverted).inverted }

    func contains(_ value: UInt32) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(value)
    }

    /// The set with every scalar that differs from one of its own in case only, as single scalars fold (`(?i:…)`).
    var caseInsensitive: ScalarSet {
        let folded = union(
            ScalarSet(Self.caseFolds.filter { contains($0.scalar) }.map { $0.folded...$0.folded })
        )
        return folded.union(
            ScalarSet(Self.caseFolds.filter { folded.contains($0.folded) }.map { $0.scalar...$0.scalar })
        )
    }

    /// Scalars whose simple case folding is another scalar, with that scalar.
    private static let caseFolds: [(scalar: UInt32, folded: UInt32)] = {
        var folds: [(UInt32, UInt32)] = []
        for value in UInt32(0x41)...0x1E943 {
            guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenCaseFolded else { continue }
            let upper = scalar.properties.uppercaseMapping.unicodeScalars
            let base = upper.count == 1 ? upper.first ?? scalar : scalar
            let lower = base.properties.lowercaseMapping.unicodeScalars
            guard lower.count == 1, let folded = lower.first, folded != scalar else { continue }
            folds.append((value, folded.value))
        }
        return folds
    }()
}
