// "The history of X", X 的发展历程: what the library dates, in order of date, each entry quoted and marked.

internal import Dialogue
internal import Foundation
internal import Retrieval

/// The shape of histories.
struct Timeline: AnswerShape {
    private let subject: String
    private let question: ShapedQuestion

    private static let entryCount = 15
    /// Fewer dates are no timeline.
    private static let leastCount = 3
    private static let wholeDocumentBlocks = 300

    init?(_ question: ShapedQuestion) {
        let patterns = question.isChinese ? Self.chinese : Self.english
        guard let subject = patterns.lazy.compactMap({ $0.groups(in: question.text)?[1] }).first else { return nil }
        (self.subject, self.question) = (String(subject), question)
    }

    var searches: [String] { [subject] }

    private static let english = [
        #"(?:what (?:is|was|are) )?(?:the )?(?:[\w-]+ )?(?:history|timeline|chronology|milestones|development|evolution) (?:of|for) (.+)"#,
        #"(?:what (?:is|was) )?(.+?)['’]s (?:history|timeline|chronology|milestones)"#,
        #"how (?:did|has|have) (.+?) (?:develop|evolve|come about|change over time|developed|evolved)(?: over time)?"#,
        #"(?:when|what|which|in which order)\b.*? (?:happened|events?|did|was|were)\b(?: (?:in|to|of|with|at))? (.+?),? (?:happen |take place )?in (?:chronological |date |time )?order(?: of (?:date|time))?"#,
    ].map { Pattern($0, .whole, ignoresCase: true) }
    private static let chinese = [
        #"(?:按时间顺序(?:列出|说明|讲讲)?)?(.+?)(?:的)?(?:发展历程|发展历史|发展史|历史沿革|沿革|大事记|大事年表|时间线|历程|历史|演变过程|演变|变迁)(?:是什么|是怎样的|是怎么样的|有哪些|怎么样|如何|是)?"#,
        #"(?:按时间顺序|按年代)(?:列出|说明|讲讲|整理)?(.+?)(?:的(?:事件|大事|经历))?"#,
        #"(.+?)(?:是)?(?:怎么|怎样|如何)(?:一步步)?(?:发展|演变)(?:起来|过来)?的?"#,
    ].map { Pattern($0, .whole) }

    private struct Entry {
        var date: DatePhrase
        var label: String
        var words: QuotedWords
        var keys: Set<String>
        var namesSubject: Bool
        var position: Int
    }

    func compose(from evidence: inout ShapeEvidence) async throws -> [ChatEvent]? {
        guard let name = ThingName(subject, analyzer: evidence.analyzer) else { return nil }
        let content = Set(
            evidence.analyzer.units(of: name.text).filter { !FunctionWords.contains($0) }.map(\.key)
        )
        var entries: [Entry] = []
        for statement in Statement.all(in: try await blocks(about: content, &evidence), analyzer: evidence.analyzer) {
            let keys = Set(statement.keys)
            let above = Set(statement.headings.joined())
            guard content.isSubset(of: keys.union(above)),
                let date = DatePhrase.all(in: statement.words.text).first(where: { $0.year != nil })
            else { continue }
            entries.append(
                Entry(
                    date: date,
                    label: statement.words.part(date.range).text,
                    words: statement.words,
                    keys: keys,
                    namesSubject: content.isSubset(of: keys),
                    position: entries.count
                )
            )
        }
        entries += try await Self.rows(about: content, entries.count, &evidence)
        let chosen = Self.chosen(entries)
        guard chosen.count >= Self.leastCount, Set(chosen.map(\.label)).count >= Self.leastCount else { return nil }
        var events: [ChatEvent] = []
        for (index, entry) in chosen.enumerated() {
            let label = "\(index > 0 ? "\n" : "")- **\(Markdown.escaped(entry.label))**"
            if entry.words.text.hasPrefix(entry.label) {
                let rest = entry.words.part(entry.label.utf8.count..<entry.words.text.utf8.count)
                events += [.text(label + Markdown.escaped(rest.text)), evidence.mark(entry.words)]
            } else {
                events += [.text(label + " · ")] + evidence.quote(entry.words)
            }
        }
        return events
    }

    /// The rows of tables about the subject that have a date and say what happened.
    private static func rows(
        about content: Set<String>,
        _ count: Int,
        _ evidence: inout ShapeEvidence
    ) async throws -> [Entry] {
        var entries: [Entry] = []
        let analyzer = evidence.analyzer
        for table in try await evidence.tables() {
            let titles = table.titles.flatMap { analyzer.units(of: $0) }.map(\.key)
            let columns = TableColumns(table, analyzer: analyzer)
            guard content.isSubset(of: titles), let dates = columns.kinds.firstIndex(of: .dates),
                let event = columns.kinds.firstIndex(of: .words)
            else { continue }
            for row in table.rows.indices {
                guard let cell = table.cell(row, dates), let words = table.cell(row, event),
                    let date = DatePhrase.whole(cell.text), date.year != nil
                else { continue }
                entries.append(
                    Entry(
                        date: date,
                        label: cell.text,
                        words: words,
                        keys: Set(analyzer.units(of: words.text).map(\.key)),
                        namesSubject: false,
                        position: count + entries.count
                    )
                )
            }
        }
        return entries
    }

    /// The found blocks; of documents about the subject all, as many as are looked at.
    private func blocks(about content: Set<String>, _ evidence: inout ShapeEvidence) async throws -> [FoundBlocks] {
        var all: [FoundBlocks] = []
        for found in try await evidence.blocks() {
            let title = Set(
                evidence.analyzer.units(of: found.document.title).map(\.key)
            )
            guard content.isSubset(of: title) else {
                all.append(found)
                continue
            }
            let blocks = try await evidence.library.blocks(of: found.document.id, in: 0..<Self.wholeDocumentBlocks)
            all.append(FoundBlocks(document: found.document, blocks: blocks))
        }
        return all
    }

    /// One entry for what is said twice; of too many, those that name the subject and are dated most exactly.
    private static func chosen(_ entries: [Entry]) -> [Entry] {
        var kept: [Entry] = []
        for entry in entries {
            let isRepeated = kept.contains { other in
                other.date.order == entry.date.order && QuoteSides.overlap(other.keys, entry.keys) > 0.6
            }
            if !isRepeated { kept.append(entry) }
        }
        func rank(_ entry: Entry) -> Int { (entry.namesSubject ? 2 : 0) + (entry.date.isVague ? 0 : 1) }
        if kept.count > entryCount {
            kept = Array(kept.sorted { (rank($0), $1.position) > (rank($1), $0.position) }.prefix(entryCount))
        }
        return kept.sorted { a, b in
            a.date.order == b.date.order ? a.position < b.position : a.date.order < b.date.order
        }
    }
}
