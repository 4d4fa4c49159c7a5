// The very words that were asked for inside a quote: the date, the number, the name.

internal import Foundation
internal import Retrieval

/// Finds the span of a quote that answers a question for a date, a number, a person or a place.
struct AnswerSpan {
    private let question: QuestionAnalysis

    init(_ question: QuestionAnalysis) { self.question = question }

    /// UTF-8 offsets in `quote`, or nil when nothing of the wanted type stands out.
    ///
    /// Among several candidates that the question does not name itself, the one is taken that the question's own words
    /// stand nearest to; `units` are those of the quote, with offsets in it.
    func range(in quote: String, units: [TextUnit]) -> Range<Int>? {
        let anchors = units.filter { question.contentSet.contains($0.key) }.map(\.range)
        let candidates =
            AnswerPattern.of(question).lazy.map { self.candidates($0, in: quote) }
            .first { !$0.isEmpty } ?? []
        let stops = candidates.map(\.lowerBound) + Self.clauseEnds(in: quote)
        return candidates.max { closeness($0, anchors, stops) < closeness($1, anchors, stops) }
    }

    private func candidates(_ pattern: Pattern, in quote: String) -> [Range<Int>] {
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
            guard !text.isEmpty, !FunctionWords.english.contains(folded), !isNamed(folded) else { return nil }
            let start = quote.utf8.distance(from: quote.startIndex, to: text.startIndex)
            return start..<start + text.utf8.count
        }
    }

    /// Whether the question itself names these words.
    private func isNamed(_ folded: String) -> Bool {
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
    private func closeness(_ range: Range<Int>, _ anchors: [Range<Int>], _ stops: [Int]) -> Double {
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
