// What looks like the wanted type inside a quote: dates, numbers, names and places, found by patterns.

internal import Foundation
internal import Retrieval

/// The matches of the patterns of what a question asks for.
struct PatternMatches {
    /// UTF-8 offsets in the quote.
    let all: Set<Range<Int>>
    /// The one that the question's own words stand nearest to.
    let nearest: Range<Int>?

    /// What the question names itself is no match; `units` are those of the quote, with offsets in it.
    init(_ question: QuestionAnalysis, in quote: String, units: [TextUnit]) {
        let anchors = units.filter { question.contentSet.contains($0.key) }.map(\.range)
        let found =
            AnswerPattern.of(question).lazy.map { Self.matches($0, of: question, in: quote) }
            .first { !$0.isEmpty } ?? []
        let stops = found.map(\.lowerBound) + Self.clauseEnds(in: quote)
        all = Set(found)
        nearest = found.max { Self.closeness($0, anchors, stops) < Self.closeness($1, anchors, stops) }
    }

    private static func matches(_ pattern: Pattern, of question: QuestionAnalysis, in quote: String) -> [Range<Int>] {
        pattern.all(in: quote).compactMap { match in
            var text = match
            // A sentence's first word is capitalised too, and its full stop is no part of a name.
            while let blank = text.firstIndex(where: \.isWhitespace),
                FunctionWords.english.contains(text[..<blank].lowercased())
                    || FunctionWords.englishInterrogatives.contains(text[..<blank].lowercased())
            {
                text = text[text.index(after: blank)...].drop(while: \.isWhitespace)
            }
            while let last = text.last, last.isWhitespace || ",;:".contains(last) { text = text.dropLast() }
            let folded = text.lowercased()
            guard !text.isEmpty, !FunctionWords.english.contains(folded), !isNamed(folded, by: question) else {
                return nil
            }
            let start = quote.utf8.distance(from: quote.startIndex, to: text.startIndex)
            return start..<start + text.utf8.count
        }
    }

    /// Whether the question itself names these words.
    private static func isNamed(_ folded: String, by question: QuestionAnalysis) -> Bool {
        if question.isChinese { return question.folded.contains(folded) }
        return " \(question.folded) ".contains(" \(folded) ")
    }

    private static func clauseEnds(in quote: String) -> [Int] {
        var ends: [Int] = []
        var offset = 0
        for scalar in quote.unicodeScalars {
            if "，,；;。".unicodeScalars.contains(scalar) { ends.append(offset) }
            offset += UTF8.width(scalar)
        }
        return ends
    }

    /// How near the question's words stand.
    ///
    /// Each counts by its nearness, and twice when it comes right behind, with no stop between: no other candidate and no
    /// end of a clause ("12 euros for adults and 6 euros for children").
    private static func closeness(_ range: Range<Int>, _ anchors: [Range<Int>], _ stops: [Int]) -> Double {
        anchors.reduce(0) { sum, anchor in
            let isBehind = anchor.lowerBound >= range.upperBound
            let gap =
                isBehind
                ? range.upperBound..<anchor.lowerBound : min(anchor.upperBound, range.lowerBound)..<range.lowerBound
            let stopCount = stops.count(where: gap.contains)
            let distance = Double(gap.count + 20 * stopCount)
            return sum + (isBehind && stopCount == 0 ? 2 : 1) / (4 + distance)
        }
    }
}
