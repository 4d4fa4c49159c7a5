// "Which sensors are supported?", 有哪些: the items of the document's own list, each with its mark.

internal import Dialogue
internal import Foundation
internal import Retrieval

/// The shape of lists.
struct Listing: AnswerShape {
    private let core: String
    private let question: ShapedQuestion

    private static let itemCount = 30

    init?(_ question: ShapedQuestion) {
        let pattern = question.isChinese ? Self.chinese : Self.english
        guard pattern.matches(question.text) else { return nil }
        self.question = question
        core = Self.asking.removed(from: question.text)
    }

    private static let english = Pattern(
        #"^(?:which|what)\b.*\b(?:are|is) (?:there|available|supported|included|offered|allowed|possible|needed|required)$|^(?:which|what) (?:\w+ ){0,3}\w+s (?:are|can|do|does|have|were|belong|must|may|should)\b|^what (?:are|were) (?:the|some|all)\b|^(?:list|name|enumerate) (?:all|the|some)\b|^what (?:kinds|types|sorts) of\b|^what all\b"#,
        ignoresCase: true
    )
    private static let chinese = Pattern("哪些|有什么|有哪几|包括什么|包含什么|列出|列举|分别是什么")
    private static let asking = Pattern(
        #"\b(?:list|name|enumerate|there|available|kinds|types|sorts|exist)\b|有哪些|是哪些|哪些|哪几[种个类]|列出|列举|分别|所有|全部|包括|包含"#,
        ignoresCase: true
    )

    func compose(from evidence: inout ShapeEvidence) async throws -> [ChatEvent]? {
        guard let fit = try await SectionFit(core, library: evidence.library) else { return nil }
        var best: (run: ItemRun, fit: Double)?
        for section in try await evidence.sections() {
            // Steps are no list of what there is.
            for run in ItemRun.all(in: section)
            where !(run.isOrdered && Steps.isInstruction(section.headings.last ?? "")) {
                let items = run.items.map(\.words.text).joined(separator: "\n")
                guard let fit = fit.fit(of: section, lead: run.lead?.text ?? "", items: items), fit > best?.fit ?? 0
                else { continue }
                best = (run, fit)
            }
        }
        return best.map { $0.run.events(limit: Self.itemCount, isOrdered: $0.run.isOrdered, &evidence) }
    }
}

extension ItemRun {
    /// The list in Markdown, each item with its mark, below the sentence that leads to it.
    func events(limit: Int, isOrdered: Bool, _ evidence: inout ShapeEvidence) -> [ChatEvent] {
        var events: [ChatEvent] = []
        if let lead, let last = QuotableRanges(lead.text).ranges.last {
            events += evidence.quote(lead.part(last)) + [.text("\n\n")]
        }
        for (index, item) in items.prefix(limit).enumerated() {
            let mark = isOrdered ? item.number.map { "\($0). " } ?? "   - " : "- "
            events.append(.text((index > 0 ? "\n" : "") + mark))
            events += evidence.quote(item.words.beginning)
        }
        if items.count > limit {
            events.append(.text("\n\n" + Phrases.more(items.count - limit, evidence.question.language)))
        }
        return events
    }
}

extension QuotedWords {
    /// As many sentences as make one quote.
    var beginning: QuotedWords {
        let ranges = QuotableRanges(text).ranges
        guard let first = ranges.first else { return self }
        var end = first.upperBound
        for range in ranges.dropFirst() {
            let length = Substring(text.utf8.dropFirst(first.lowerBound).prefix(range.upperBound - first.lowerBound))
                .count
            guard length <= QuotableRanges.longestQuote else { break }
            end = range.upperBound
        }
        return part(first.lowerBound..<end)
    }
}

extension Pattern {
    /// The text without what matches.
    func removed(from text: String) -> String {
        all(in: text).reversed().reduce(into: text) { rest, match in
            rest.replaceSubrange(match.startIndex..<match.endIndex, with: " ")
        }
    }
}
