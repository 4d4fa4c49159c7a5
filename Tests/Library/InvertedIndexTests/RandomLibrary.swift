// Random documents and queries, with few words so that lists are long, and with frequencies as unlike as in a language.

import Randomness

@testable import InvertedIndex

struct RandomLibrary {
    var random: SeededGenerator
    var wordCount = 60
    var nextDocument: Int64 = 1
    var nextPassage: Int64 = 1

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// Small numbers are common: half of all words are among the first few.
    mutating func word() -> String {
        let place = Double(Int.random(in: 0..<1_000_000, using: &random)) / 1_000_000
        return "w\(Int(Double(wordCount) * place * place * place))"
    }

    mutating func words(_ counts: ClosedRange<Int>) -> [String] {
        (0..<Int.random(in: counts, using: &random)).map { _ in word() }
    }

    mutating func document(passages: ClosedRange<Int> = 0...12, body: ClosedRange<Int> = 0...40) -> IndexedDocument {
        defer { nextDocument += Int64.random(in: 1...3, using: &random) }
        let hasTitle = Bool.random(using: &random)
        return IndexedDocument(
            attributes: DocumentAttributes(
                id: nextDocument,
                sourceID: Int64.random(in: -2...3, using: &random),
                date: Int.random(in: 0...4, using: &random) == 0 ? nil : Int32.random(in: -500...500, using: &random),
                language: UInt16.random(in: 0...2, using: &random),
                format: UInt16.random(in: 0...4, using: &random)
            ),
            title: TermList(hasTitle ? words(1...4) : []),
            passages: (0..<Int.random(in: passages, using: &random)).map { _ in passage(body) }
        )
    }

    private mutating func passage(_ body: ClosedRange<Int>) -> IndexedPassage {
        defer { nextPassage += Int64.random(in: 1...5, using: &random) }
        // Now and then a long passage with one word over and over.
        let isOdd = Int.random(in: 0..<40, using: &random) == 0
        return IndexedPassage(
            id: Bool.random(using: &random) ? nextPassage : nextPassage + 1_000_000,
            headings: TermList(Int.random(in: 0...3, using: &random) == 0 ? words(1...5) : []),
            body: TermList(words(body) + (isOdd ? [String](repeating: word(), count: 300) : [])),
            characters: TermList(words(0...6))
        )
    }

    mutating func query() -> IndexQuery {
        var query = IndexQuery()
        for _ in 0..<Int.random(in: 1...9, using: &random) {
            let forms = (0..<(Int.random(in: 0...3, using: &random) == 0 ? 3 : 1)).map { _ in term() }
            query.anyOf.append(.init(forms, weight: [0.1, 0.5, 1, 1, 2].randomElement(using: &random) ?? 1))
        }
        if Int.random(in: 0...3, using: &random) == 0 { query.required.append(phrase()) }
        if Int.random(in: 0...8, using: &random) == 0 { query.required.append(phrase()) }
        if Int.random(in: 0...3, using: &random) == 0 { query.excluded.append(phrase()) }
        if Int.random(in: 0...9, using: &random) == 0 { query.anyOf = [] }
        if Int.random(in: 0...2, using: &random) == 0 { query.filter = filter() }
        return query
    }

    private mutating func term() -> IndexTerm {
        switch Int.random(in: 0...9, using: &random) {
        case 0: .word("unknown")
        case 1, 2: .character(word())
        default: .word(word())
        }
    }

    private mutating func phrase() -> IndexQuery.Phrase {
        let length = [1, 1, 2, 2, 3].randomElement(using: &random) ?? 1
        let variants = (0..<Int.random(in: 1...2, using: &random)).map { _ in
            (0..<length).map { _ in IndexTerm.word(word()) }
        }
        let fields: [IndexQuery.Field?] = [nil, nil, .title, .headings, .body]
        return IndexQuery.Phrase(variants, in: fields.randomElement(using: &random) ?? nil)
    }

    private mutating func filter() -> PassageFilter {
        var filter = PassageFilter()
        func ids(_ random: inout SeededGenerator, _ last: Int64) -> Set<Int64> {
            Set((0..<10).map { _ in Int64.random(in: 0...last, using: &random) })
        }
        if Int.random(in: 0...3, using: &random) == 0 { filter.documentIDs = ids(&random, nextDocument) }
        if Int.random(in: 0...3, using: &random) == 0 { filter.excludedDocumentIDs = ids(&random, nextDocument) }
        if Bool.random(using: &random) { filter.sourceIDs = [Int64.random(in: -2...4, using: &random)] }
        if Int.random(in: 0...3, using: &random) == 0 { filter.formats = [0, 2] }
        if Int.random(in: 0...3, using: &random) == 0 { filter.languages = [1] }
        if Bool.random(using: &random) { filter.since = Int32.random(in: -600...100, using: &random) }
        if Int.random(in: 0...2, using: &random) == 0 { filter.until = Int32.random(in: -100...600, using: &random) }
        return filter
    }
}
