// Sets quotes as an answer: the best one first, what was asked for in bold, then the others grouped by source.

internal import Dialogue

/// Turns a plan into the events of an answer.
struct QuoteComposer {
    let request: ChatRequest
    let quoteCount: Int

    func events(of plan: QuotePlan) -> [ChatEvent] {
        guard plan.hasAnswer else {
            let text = Phrases.noAnswer(request.language, hasPassages: !request.passages.isEmpty)
            return [.noAnswer, .text(text), .finished(.stop)]
        }
        var events: [ChatEvent] = []
        if plan.sides.count > 1 {
            events.append(.disagreement(plan.sides.map { ChatCitation(passage: $0.passage, range: $0.range) }))
            events.append(.text(Phrases.disagreement(request.language)))
            for side in plan.sides {
                let passage = request.passages[side.passage]
                let head = [passage.date, passage.title].compactMap(\.self).joined(separator: " · ")
                events += [.text("\n\n**\(Markdown.escaped(head))**\n\n> ")] + quote(side, emphasised: true)
            }
        } else {
            events += quote(plan.quotes[0], emphasised: true)
            for group in grouped(Array(plan.quotes.dropFirst().prefix(quoteCount - 1))) {
                events.append(.text("\n\n**\(Markdown.escaped(request.passages[group[0].passage].title))**"))
                for (index, each) in group.enumerated() {
                    events.append(.text(index == 0 ? "\n\n> " : "\n>\n> "))
                    events += quote(each, emphasised: false)
                }
            }
        }
        return events + [.finished(.stop)]
    }

    /// The words, the asked-for ones among them in bold, and the mark.
    private func quote(_ quote: Quote, emphasised: Bool) -> [ChatEvent] {
        let text = request.passages[quote.passage].text.utf8
        func words(_ range: Range<Int>) -> String {
            Markdown.escaped(Substring(text.dropFirst(range.lowerBound).prefix(range.count)))
        }
        let citation = ChatEvent.citation(ChatCitation(passage: quote.passage, range: quote.range))
        guard emphasised, let span = quote.span, quote.range.contains(span.lowerBound),
            span.upperBound <= quote.range.upperBound
        else { return [.text(words(quote.range)), citation] }
        let before = words(quote.range.lowerBound..<span.lowerBound)
        let after = words(span.upperBound..<quote.range.upperBound)
        return [.text("\(before)**\(words(span))**\(after)"), citation]
    }

    /// Quotes by source, sources in the order of their first quote, quotes of a source in the order of its text.
    private func grouped(_ quotes: [Quote]) -> [[Quote]] {
        var groups: [[Quote]] = []
        for quote in quotes {
            let number = request.passages[quote.passage].number
            if let index = groups.firstIndex(where: { request.passages[$0[0].passage].number == number }) {
                groups[index].append(quote)
            } else {
                groups.append([quote])
            }
        }
        return groups.map { $0.sorted { ($0.passage, $0.range.lowerBound) < ($1.passage, $1.range.lowerBound) } }
    }
}
