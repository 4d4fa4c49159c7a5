// Puts an answer together from what a model sends: text, marks with their numbers, sources in the order of their
// marks. A mark that does not open words of its passage never gets out. A value without I/O, but for `locate`.

internal import Dialogue
internal import Documents
internal import Retrieval

/// An answer while it is being written.
struct AnswerWriter {
    /// What the model is shown, document by document.
    private(set) var passages: [GroundingPassage]
    private var stretches: [Stretch]
    private var places: [Int: [Block]] = [:]
    /// Where words stand that a block's anchor does not tell exactly.
    private var exactPlaces: [Int: Place] = [:]
    private var pending: [AnswerSource]
    /// Documents in the order of their first mark.
    private var cited: [Int64] = []
    private var draft = Answer(status: .answered)
    private var scalarCount = 0

    /// What a mark may open: a passage, or words that a shape marks.
    private struct Stretch {
        var documentID: Int64
        /// UTF-8 offsets in the document's text.
        var range: Range<Int>
    }

    init(results: [SearchResult]) {
        var passages: [GroundingPassage] = []
        var stretches: [Stretch] = []
        for (index, result) in results.enumerated() {
            for hit in result.passages {
                passages.append(
                    GroundingPassage(
                        number: index + 1,
                        title: result.document.title,
                        headings: hit.headings,
                        text: hit.text,
                        language: hit.language,
                        date: result.document.date,
                        score: hit.score
                    )
                )
                stretches.append(Stretch(documentID: hit.documentID, range: hit.range))
            }
        }
        (self.passages, self.stretches) = (passages, stretches)
        pending = results.enumerated().map { AnswerSource($0.element, number: $0.offset + 1) }
    }

    /// Looks up where each source's best passage stands; quotes inside it are located as they come.
    mutating func locate(in library: Library) async throws {
        let blocksOfHits = try await library.blocks(covering: stretches.map { ($0.documentID, $0.range) })
        for (index, blocks) in blocksOfHits.enumerated() {
            let hit = stretches[index]
            places[index] = blocks
            let start = hit.range.lowerBound
            passages[index].headingRanges = blocks.filter(\.isHeading).map {
                max(0, $0.range.lowerBound - start)..<min(hit.range.count, $0.range.upperBound - start)
            }
        }
        for source in pending.indices {
            guard let index = stretches.firstIndex(where: { $0.documentID == pending[source].documentID })
            else { continue }
            pending[source].place = place(of: stretches[index].range.lowerBound, passage: index)
        }
    }

    /// Takes words that a shape marks as further passages, those that really stand in their documents.
    mutating func add(_ words: [QuotedWords], from library: Library) async throws {
        let blocks = try await library.blocks(covering: words.map { ($0.documentID, $0.range) })
        for (words, blocks) in zip(words, blocks) {
            let text = try await library.text(of: words.documentID, in: words.range)
            places[stretches.count] = blocks
            if let block = blocks.last, block.isTable {
                let table = try await library.text(of: words.documentID, in: block.range)
                exactPlaces[stretches.count] = Place(cells: words.range, in: block, text: table)
            }
            stretches.append(Stretch(documentID: words.documentID, range: words.range))
            passages.append(
                GroundingPassage(
                    number: 0,
                    title: "",
                    headings: [],
                    text: text == words.text ? text : "",
                    language: nil,
                    date: nil,
                    score: 0
                )
            )
        }
    }

    /// Those cited, in the order of their marks, then the others.
    var sources: [AnswerSource] {
        let ordered =
            cited.compactMap { id in pending.first { $0.documentID == id } }
            + pending.filter { !cited.contains($0.documentID) }
        return ordered.enumerated().map { index, source in
            var source = source
            source.number = index + 1
            return source
        }
    }

    /// Takes one event and yields what to tell of it.
    mutating func take(_ event: ChatEvent, language: String) -> [AnswerEvent] {
        switch event {
        case .text(let text):
            append(text)
            return [.delta(text: text, marks: [])]
        case .citation(let citation):
            return cite(citation)
        case .noAnswer:
            draft.status = .noAnswer
            return []
        case .disagreement(let sides):
            return disagree(sides)
        case .finished:
            return []
        }
    }

    /// The answer as it stands.
    func answer(stopped: Bool) -> Answer {
        var answer = draft
        if stopped { answer.status = .stopped }
        answer.sources = sources.map { source in
            var source = source
            source.near = answer.status == .noAnswer
            return source
        }
        return answer
    }

    private mutating func append(_ text: String) {
        draft.text += text
        scalarCount += text.unicodeScalars.count
    }

    private mutating func cite(_ citation: ChatCitation) -> [AnswerEvent] {
        guard let (documentID, quote) = quote(citation) else { return [] }
        let isNew = !cited.contains(documentID)
        let number = number(of: documentID)
        if isNew { note(citation, quote, of: documentID) }
        let last = draft.text.unicodeScalars.last
        let followsMark = draft.marks.last?.textEnd == scalarCount
        let needsBlank = last.map { !followsMark && !$0.properties.isWhitespace && $0.value < 0x2E80 } ?? false
        let label = "[\(number)]"
        let start = scalarCount + (needsBlank ? 1 : 0)
        let range = start..<start + label.unicodeScalars.count
        let mark = mark(draft.marks.count, number, at: range, citation, quote)
        let text = (needsBlank ? " " : "") + label
        append(text)
        draft.marks.append(mark)
        return (isNew ? [.sources(sources)] : []) + [.delta(text: text, marks: [mark])]
    }

    /// The words that a citation opens; nil when it opens none, and then there is no mark.
    private func quote(_ citation: ChatCitation) -> (documentID: Int64, quote: String)? {
        guard passages.indices.contains(citation.passage) else { return nil }
        let text = passages[citation.passage].text
        guard !citation.range.isEmpty, citation.range.lowerBound >= 0, citation.range.upperBound <= text.utf8.count
        else { return nil }
        let start = text.utf8.index(text.startIndex, offsetBy: citation.range.lowerBound)
        let end = text.utf8.index(start, offsetBy: citation.range.count)
        guard start.samePosition(in: text.unicodeScalars) != nil, end.samePosition(in: text.unicodeScalars) != nil
        else {
            return nil
        }
        return (stretches[citation.passage].documentID, String(text[start..<end]))
    }

    private mutating func number(of documentID: Int64) -> Int {
        if let index = cited.firstIndex(of: documentID) { return index + 1 }
        cited.append(documentID)
        return cited.count
    }

    /// Notes what a source is quoted for first.
    private mutating func note(_ citation: ChatCitation, _ quote: String, of documentID: Int64) {
        guard let index = pending.firstIndex(where: { $0.documentID == documentID }) else { return }
        let passage = stretches[citation.passage].range.lowerBound
        pending[index].cited = true
        pending[index].snippet = quote
        pending[index].start = passage + citation.range.lowerBound
        pending[index].end = passage + citation.range.upperBound
        pending[index].place = place(of: citation, stretches[citation.passage])
    }

    private func mark(
        _ index: Int,
        _ number: Int,
        at range: Range<Int>,
        _ citation: ChatCitation,
        _ quote: String
    ) -> Mark {
        let hit = stretches[citation.passage]
        return Mark(
            index: index,
            number: number,
            textStart: range.lowerBound,
            textEnd: range.upperBound,
            documentID: hit.documentID,
            start: hit.range.lowerBound + citation.range.lowerBound,
            end: hit.range.lowerBound + citation.range.upperBound,
            quote: quote,
            place: place(of: citation, hit)
        )
    }

    /// The sides as they stand beside each other: each quote with what was asked for in bold, and its mark behind it.
    private mutating func disagree(_ sides: [ChatSide]) -> [AnswerEvent] {
        let sides = sides.enumerated().compactMap { index, side -> Disagreement.Side? in
            guard let (documentID, quote) = quote(side.citation) else { return nil }
            let number = number(of: documentID)
            note(side.citation, quote, of: documentID)
            let text = side.text + (quote.unicodeScalars.last.map { $0.value < 0x2E80 } ?? false ? " " : "")
            let label = "[\(number)]"
            let start = text.unicodeScalars.count
            let range = start..<start + label.unicodeScalars.count
            return Disagreement.Side(
                source: number,
                text: text + label,
                marks: [mark(index, number, at: range, side.citation, quote)],
                date: passages[side.citation.passage].date
            )
        }
        guard sides.count > 1 else { return [] }
        draft.status = .disagreement
        draft.disagreement = Disagreement(sides: sides)
        return [.sources(sources)]
    }

    private func place(of citation: ChatCitation, _ hit: Stretch) -> Place {
        place(of: hit.range.lowerBound + citation.range.lowerBound, passage: citation.passage)
    }

    private func place(of offset: Int, passage: Int) -> Place {
        if let place = exactPlaces[passage] { return place }
        let blocks = places[passage] ?? []
        return (blocks.last { $0.range.lowerBound <= offset } ?? blocks.first).map(Place.init) ?? Place()
    }
}
