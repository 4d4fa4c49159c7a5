// The plain twin of the index: documents in arrays, every passage looked at in every search, in the words of the
// formulas in `Scoring`. It follows what is flushed, deleted and merged only to know which deleted passages still count
// in document frequencies.

import Foundation

@testable import InvertedIndex

struct ExhaustiveIndex {
    struct Passage {
        var id: Int64
        var document: DocumentAttributes
        var title: [String]
        var headings: [String]
        var body: [String]
        var characters: [String]
        var isDeleted = false

        var named: Set<String> { Set(title + headings) }

        func frequency(_ term: IndexTerm) -> Int {
            switch term {
            case .character(let text): characters.count { $0 == text }
            case .word(let text): body.count { $0 == text } + (named.contains(text) ? 1 : 0)
            }
        }

        func isNamed(_ term: IndexTerm) -> Bool {
            if case .word(let text) = term { named.contains(text) } else { false }
        }

        func occurrences(of term: IndexTerm) -> Occurrences? {
            guard frequency(term) > 0 else { return nil }
            guard case .word(let text) = term else { return Occurrences() }
            func places(_ field: [String]) -> [UInt32] { field.indices.filter { field[$0] == text }.map(UInt32.init) }
            return Occurrences(title: places(title), headings: places(headings), body: places(body))
        }

        /// The length as the index stores it: exact to 63, above in steps of a 32nd of the power of two below.
        var length: Int {
            let length = body.count + named.count
            guard length > 63 else { return length }
            var step = 1
            while length / step > 63 { step *= 2 }
            return (length + step / 2) / step * step
        }
    }

    /// The passages of each segment.
    var segments: [String: [Passage]] = [:]

    static func passages(of document: IndexedDocument) -> [Passage] {
        document.passages.map {
            Passage(
                id: $0.id,
                document: document.attributes,
                title: document.title.strings,
                headings: $0.headings.strings,
                body: $0.body.strings,
                characters: $0.characters.strings
            )
        }
    }

    mutating func delete(_ ids: Set<Int64>) {
        for name in Array(segments.keys) {
            guard var passages = segments[name] else { continue }
            for index in passages.indices where ids.contains(passages[index].document.id) {
                passages[index].isDeleted = true
            }
            segments[name] = passages.allSatisfy(\.isDeleted) ? nil : passages
        }
    }

    mutating func merge(_ names: [String], into name: String?) {
        let passages = names.flatMap { segments[$0] ?? [] }.filter { !$0.isDeleted }
        for name in names { segments[name] = nil }
        if let name { segments[name] = passages }
    }

    var stored: [Passage] { segments.values.flatMap { $0 } }

    // MARK: Searching

    func search(_ query: IndexQuery, weights: RankingWeights = RankingWeights()) -> [(passage: Passage, score: Double)]
    {
        let stored = self.stored
        let live = stored.filter { !$0.isDeleted }
        let mean = max(1, Double(live.reduce(0) { $0 + $1.length }) / Double(max(1, live.count)))
        let telling = query.anyOf.map { term in
            let rarest = term.forms.map { form -> Double in
                let count = Double(stored.count { $0.frequency(form) > 0 })
                return log(1 + (Double(stored.count) - count + 0.5) / (count + 0.5))
            }
            return term.weight * (rarest.min() ?? 0)
        }
        let sum = max(telling.reduce(0) { $0 + $1 * (1 + weights.named) }, 1e-9)
        let scale = exp2(log2((Double(1 << 30) - Double(2 * telling.count)) / sum).rounded(.down))
        var found: [(passage: Passage, score: Double)] = []
        for passage in live where matches(passage, query) {
            let norm = weights.k1 * (1 - weights.b + weights.b * (Double(passage.length) / mean))
            var score = 0
            for (term, weight) in zip(query.anyOf, telling) {
                let frequency = term.forms.map(passage.frequency).max() ?? 0
                guard frequency > 0 else { continue }
                score += Int(weight * scale / (1 + norm / Double(frequency))) + 1
                if term.forms.contains(where: passage.isNamed) { score += Int(weight * scale * weights.named) }
            }
            found.append((passage, Double(score) / scale))
        }
        return found.sorted { ($0.score, $1.passage.id) > ($1.score, $0.passage.id) }
    }

    private func matches(_ passage: Passage, _ query: IndexQuery) -> Bool {
        guard query.filter.accepts(passage.document), !query.excluded.contains(where: { stands($0, in: passage) })
        else {
            return false
        }
        if !query.required.isEmpty { return query.required.allSatisfy { stands($0, in: passage) } }
        return query.anyOf.contains { $0.forms.contains { passage.frequency($0) > 0 } }
    }

    private func stands(_ phrase: IndexQuery.Phrase, in passage: Passage) -> Bool {
        let fields: [[String]] =
            switch phrase.field {
            case .title: [passage.title]
            case .headings: [passage.headings]
            case .body: [passage.body]
            case nil: [passage.title, passage.headings, passage.body]
            }
        return phrase.variants.contains { variant in
            let words = variant.map { if case .word(let text) = $0 { text } else { "" } }
            return !words.isEmpty
                && fields.contains { field in
                    field.indices.contains { field[$0...].starts(with: words) }
                }
        }
    }
}
