// A passage and its sentences as the quoting answerer sees them.

internal import Dialogue
internal import Foundation
internal import Retrieval

/// One sentence of a passage.
struct SentenceFacts {
    /// Its place among the passage's sentences.
    let index: Int
    /// UTF-8 offsets in the passage's text, without blanks at either end.
    let range: Range<Int>
    let text: String
    let units: [TextUnit]
    let terms: Set<String>
    let characters: Set<String>
    let keys: [String]
    let keySet: Set<String>
    /// Words and characters of what stands above: the title, and the heading or first sentence of its section.
    let lead: Set<String>
    /// Content words of the heading that it stands right below; empty when it stands below none.
    let heading: Set<String>

    func holds(_ single: String) -> Bool { terms.contains(single) || characters.contains(single) }

    /// Whether it goes on where the sentence before stopped: it begins with a pronoun or a connective.
    var isContinuation: Bool {
        if Self.chineseContinuation.matches(text) { return true }
        return units.first.map { FunctionWords.englishContinuations.contains($0.folded) } ?? false
    }

    private static let chineseContinuation = Pattern(
        "^[“「『(（]?(?:[他她它其这那此该]|之后|随后|后来|然后|但|因此|所以|于是|同时|此外|另外|而|并|不过|然而|也|同年|次年|翌年|当时|期间|例如|如)"
    )
}

/// A passage with its words counted.
struct PassageCounts {
    /// Index into the request's passages.
    let index: Int
    let termCounts: [String: Int]
    private let characterCounts: [String: Int]
    /// Terms of title and body together.
    let length: Int
    fileprivate let units: [TextUnit]
    /// Words and characters of the title and the headings.
    fileprivate let titleLead: Set<String>

    func holds(_ single: String) -> Bool { count(of: single) > 0 }

    /// How often a term, or a single character, stands in title and body together.
    func count(of single: String) -> Int { max(termCounts[single] ?? 0, characterCounts[single] ?? 0) }

    init(_ passage: GroundingPassage, index: Int, analyzer: BilingualAnalyzer) {
        self.index = index
        units = analyzer.units(of: passage.text, language: passage.language)
        let title = ([passage.title] + passage.headings).joined(separator: "\n")
        let titleUnits = analyzer.units(of: title, language: passage.language)
        let titleTerms = analyzer.terms(of: titleUnits).map(\.text)
        let terms = analyzer.terms(of: units).map(\.text) + titleTerms
        termCounts = Dictionary(terms.map { ($0, 1) }, uniquingKeysWith: +)
        length = terms.count
        let characters = (units + titleUnits).filter(\.isCharacter).map { ($0.key, 1) }
        characterCounts = Dictionary(characters, uniquingKeysWith: +)
        titleLead = Set(titleTerms).union(titleUnits.map(\.key))
    }
}

/// A passage with its words counted and its sentences taken apart.
struct PassageFacts {
    let counts: PassageCounts
    let sentences: [SentenceFacts]
    /// The first four letters of words that have as many.
    let beginnings: Set<String>

    /// Index into the request's passages.
    var index: Int { counts.index }
    var termCounts: [String: Int] { counts.termCounts }

    func holds(_ single: String) -> Bool { counts.holds(single) }

    init(_ counts: PassageCounts, of passage: GroundingPassage, analyzer: BilingualAnalyzer) {
        self.counts = counts
        beginnings = Set(
            counts.units.lazy.filter { !$0.isCharacter && $0.key.utf8.count >= 4 }.map { String($0.key.prefix(4)) }
        )
        sentences = Self.sentences(passage, counts.units, counts.titleLead, analyzer)
    }

    /// The sentences that can be quoted; a heading leads those below it.
    private static func sentences(
        _ passage: GroundingPassage,
        _ units: [TextUnit],
        _ titleLead: Set<String>,
        _ analyzer: BilingualAnalyzer
    ) -> [SentenceFacts] {
        var sentences: [SentenceFacts] = []
        var next = units.startIndex
        var sectionLead: Set<String>?
        // A section may be cut: what heads the passage's first sentence is then the last of its headings.
        var heading = content(analyzer.units(of: passage.headings.last ?? "", language: passage.language))
        for range in QuotableRanges(passage.text).ranges {
            while next < units.endIndex, units[next].range.lowerBound < range.lowerBound { next += 1 }
            let begin = next
            while next < units.endIndex, units[next].range.lowerBound < range.upperBound { next += 1 }
            var own = Array(units[begin..<next])
            guard !own.isEmpty else { continue }
            own[0].isGlued = false
            let keys = own.map(\.key)
            let terms = Set(analyzer.terms(of: own).map(\.text))
            let isHeading = passage.headingRanges.contains { $0.overlaps(range) }
            if isHeading || sectionLead == nil { sectionLead = terms.union(keys) }
            if isHeading {
                heading = content(own)
                continue
            }
            sentences.append(
                SentenceFacts(
                    index: sentences.count,
                    range: range,
                    text: String(Substring(passage.text.utf8.dropFirst(range.lowerBound).prefix(range.count))),
                    units: own,
                    terms: terms,
                    characters: Set(own.filter(\.isCharacter).map(\.key)),
                    keys: keys,
                    keySet: Set(keys),
                    lead: titleLead.union(sectionLead ?? []),
                    heading: heading
                )
            )
            heading = []
        }
        return sentences
    }

    private static func content(_ units: [TextUnit]) -> Set<String> {
        let isAsking = FunctionWords.chineseInterrogatives(in: units).flags
        return Set(units.indices.filter { !isAsking[$0] && !FunctionWords.contains(units[$0]) }.map { units[$0].key })
    }
}
