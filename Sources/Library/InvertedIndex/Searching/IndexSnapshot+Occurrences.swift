// Where terms stand in passages that were found, and whether they do: what a closer look (nearness, order) needs of the index.

extension IndexSnapshot {
    /// The positions of the terms in passages that a search of this snapshot found.
    ///
    /// Each list is walked once for all passages of a segment: some hundred nanoseconds a term and passage.
    ///
    /// - Returns: for each place, in their order, the occurrences of each term, nil where it does not stand. Characters
    ///   have no positions: theirs are empty.
    package func occurrences(
        of terms: [IndexTerm],
        at places: [PassagePlace]
    ) throws(IndexError) -> [[Occurrences?]] {
        var found = [[Occurrences?]](repeating: [Occurrences?](repeating: nil, count: terms.count), count: places.count)
        for (number, part) in parts.enumerated() {
            // Cursors only move forward.
            let here = places.indices.filter { places[$0].segment == number }
                .sorted { places[$0].passage < places[$1].passage }
            guard !here.isEmpty else { continue }
            try part.reading { segment, bytes throws(Damage) in
                let region = segment.directory.positions.range
                for (term, key) in terms.map(\.key).enumerated() {
                    guard var cursor = try segment.cursor(key, in: bytes) else { continue }
                    for place in here {
                        guard let index = try cursor.find(UInt32(places[place].passage), in: bytes) else { continue }
                        found[place][term] = try cursor.occurrences(at: index, in: bytes, region: region)
                    }
                }
            }
        }
        return found
    }

    /// Whether each of the passages, which a search of this snapshot found, holds any of the terms.
    package func holds(anyOf terms: [IndexTerm], at places: [PassagePlace]) throws(IndexError) -> [Bool] {
        var holds = [Bool](repeating: false, count: places.count)
        for (number, part) in parts.enumerated() {
            let here = places.indices.filter { places[$0].segment == number }
                .sorted { places[$0].passage < places[$1].passage }
            guard !here.isEmpty else { continue }
            try part.reading { segment, bytes throws(Damage) in
                for key in terms.map(\.key) {
                    guard var cursor = try segment.cursor(key, in: bytes) else { continue }
                    for place in here where !holds[place] {
                        holds[place] = try cursor.find(UInt32(places[place].passage), in: bytes) != nil
                    }
                }
            }
        }
        return holds
    }
}
