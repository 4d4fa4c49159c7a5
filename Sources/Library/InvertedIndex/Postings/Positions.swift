// Where a term stands in a passage. For a posting that is not named, the positions in the body, each as the distance
// to the one before; for a named one, the number of bytes that follow, then the positions in title and headings, each
// with their number before them, then those in the body. All are variable-length numbers.

/// The positions of a term in the fields of one passage, each in rising order.
package struct Occurrences: Sendable, Equatable {
    package var title: [UInt32] = []
    package var headings: [UInt32] = []
    package var body: [UInt32] = []

    package init(title: [UInt32] = [], headings: [UInt32] = [], body: [UInt32] = []) {
        (self.title, self.headings, self.body) = (title, headings, body)
    }
}

/// Writes and reads positions.
enum Positions {
    static func append(_ positions: some Sequence<UInt32>, to buffer: inout ByteBuffer) {
        var last: UInt32 = 0
        for position in positions {
            buffer.appendVariable(UInt64(position - last))
            last = position
        }
    }

    /// Appends the positions of a named posting.
    static func appendNamed(_ occurrences: Occurrences, to buffer: inout ByteBuffer) {
        var inner = ByteBuffer()
        for field in [occurrences.title, occurrences.headings] {
            inner.appendVariable(UInt64(field.count))
            append(field, to: &inner)
        }
        append(occurrences.body, to: &inner)
        buffer.appendVariable(UInt64(inner.count))
        buffer.bytes.append(contentsOf: inner.bytes)
    }

    /// Passes over one posting's positions.
    static func skip(_ reader: inout ByteReader, frequency: UInt32, isNamed: Bool, in bytes: RawSpan) throws(Damage) {
        if isNamed {
            let count = try reader.variableCount(in: bytes, atMost: reader.end - reader.offset)
            _ = try reader.skip(count)
        } else {
            try reader.skipVariables(Int(frequency), in: bytes)
        }
    }

    /// Reads one posting's positions.
    static func read(
        _ reader: inout ByteReader,
        frequency: UInt32,
        isNamed: Bool,
        in bytes: RawSpan
    ) throws(Damage) -> Occurrences {
        guard isNamed else {
            return Occurrences(body: try read(&reader, count: Int(frequency), in: bytes))
        }
        let byteCount = try reader.variableCount(in: bytes, atMost: reader.end - reader.offset)
        var inner = ByteReader(try reader.skip(byteCount))
        var occurrences = Occurrences()
        for field in [\Occurrences.title, \.headings] {
            let count = try inner.variableCount(in: bytes, atMost: inner.end - inner.offset)
            occurrences[keyPath: field] = try read(&inner, count: count, in: bytes)
        }
        occurrences.body = try read(&inner, count: Int(frequency) - 1, in: bytes)
        return occurrences
    }

    private static func read(_ reader: inout ByteReader, count: Int, in bytes: RawSpan) throws(Damage) -> [UInt32] {
        guard count <= reader.end - reader.offset else { throw Damage("positions are cut off") }
        var positions: [UInt32] = []
        positions.reserveCapacity(count)
        var last: UInt64 = 0
        for _ in 0..<count {
            last &+= try reader.variable(in: bytes)
            guard last <= UInt64(UInt32.max) else { throw Damage("a position is out of bounds") }
            positions.append(UInt32(last))
        }
        return positions
    }
}

extension PostingCursor {
    /// The positions of the present block's posting at `index`; none where the list has no positions.
    ///
    /// Costs a walk over the positions of the block's postings before it.
    mutating func occurrences(at index: Int, in bytes: RawSpan, region: Range<Int>) throws(Damage) -> Occurrences {
        guard !list.positions.isEmpty else { return Occurrences() }
        try unpack(in: bytes)
        let start = region.lowerBound + list.positions.lowerBound + Int(entry.positionsOffset)
        let end = region.lowerBound + list.positions.upperBound
        guard index < postingCount, start >= 0, start <= end, end <= region.upperBound, end <= bytes.byteCount else {
            throw Damage("positions lie outside of their region")
        }
        var reader = ByteReader(start..<end)
        for earlier in 0..<index {
            let isNamed = Self.isSet(earlier, in: titles) || Self.isSet(earlier, in: headings)
            try Positions.skip(&reader, frequency: frequencies[earlier], isNamed: isNamed, in: bytes)
        }
        let isNamed = Self.isSet(index, in: titles) || Self.isSet(index, in: headings)
        return try Positions.read(&reader, frequency: frequencies[index], isNamed: isNamed, in: bytes)
    }
}
