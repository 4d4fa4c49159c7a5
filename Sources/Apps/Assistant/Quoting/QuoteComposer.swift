// Sets quotes as an answer: the best one first, what was asked for in bold, then the others grouped by source.

internal import Dialogue

/// Turns a plan into the events of an answer.
struct QuoteComposer {
    let request: ChatRequest
    let quoteCount: Int

    func events(of plan: QuotePlan) -> [ChatEvent] {
        guard plan.hasAnswer else {
            let text = Phrases.noAnswer(request.language, in: request.searchedCount)
            return [.noAnswer, .text(text), .finished(.stop)]
        }
        var events: [ChatEvent] = []
        if plan.sides.count > 1 {
            events.append(
                .disagreement(plan.sides.map { ChatSide(text: markdown($0, emphasised: true), citation: citation($0)) })
            )
            events.append(.text(Phrases.disagreement(request.language)))
            for side in plan.sides {
                let passage = request.passages[side.passage]
                let head = [passage.date, passage.title].compactMap(\.self).joined(separator: " · ")
                events += [.text("\n\n**\(Markdown.escaped(head))**\n\n> ")] + quote(side, emphasised: true)
            }
        } else {
            events += quote(plan.quotes[0], emphasised: true)
            let others = grouped(Array(plan.quotes.dropFirst().prefix(quoteCount - 1)))
            // One source alone needs no title: its card says it.
            let isAlone = others.allSatisfy { number(of: $0[0]) == number(of: plan.quotes[0]) }
            for group in others {
                if !isAlone {
                    events.append(.text("\n\n**\(Markdown.escaped(request.passages[group[0].passage].title))**"))
                }
                for (index, each) in group.enumerated() {
                    events.append(.text(index == 0 ? "\n\n> " : "\n>\n> "))
                    events += quote(each, emphasised: false)
                }
            }
        }
        return events + [.finished(.stop)]
    }

    /// The words, and the mark behind them.
    private func quote(_ quote: Quote, emphasised: Bool) -> [ChatEvent] {
        [.text(markdown(quote, emphasised: emphasised)), .citation(citation(quote))]
    }

    private func citation(_ quote: Quote) -> ChatCitation { ChatCitation(passage: quote.passage, range: quote.range) }

    /// The words, the asked-for ones among them in bold.
    private func markdown(_ quote: Quote, emphasised: Bool) -> String {
        let text = request.passages[quote.passage].text.utf8
        func words(_ range: Range<Int>) -> String {
            Markdown.escaped(Substring(text.dropFirst(range.lowerBound).prefix(range.count)))
        }
        guard emphasised, let span = quote.span, quote.range.contains(span.lowerBound),
            span.upperBound <= quote.range.upperBound
        else { return words(quote.range) }
        let before = words(quote.range.lowerBound..<span.lowerBound)
        let after = words(span.upperBound..<quote.range.upperBound)
        return "\(before)**\(words(span))**\(after)"
    }

    private func number(of quote: Quote) -> Int { request.passages[quote.passage].number }

    /// Quotes by source, sources in the order of their first quote, quotes of a source in the order of its text.
    private func grouped(_ quotes: [Quote]) -> [[Quote]] {
        var groups: [[Quote]] = []
        for quote in quotes {
            if let index = groups.firstIndex(where: { number(of: $0[0]) == number(of: quote) }) {
                groups[index].append(quote)
            } else {
                groups.append([quote])
            }
        }
        return groups.map { $0.sorted { ($0.passage, $0.range.lowerBound) < ($1.passage, $1.range.lowerBound) } }
    }
}
