// Passages that are not in a segment yet. While they come in, each term costs a look into a hash table and four bytes;
// when they leave, one counting sort brings the occurrences of each term together, in the order of the passages.

internal import Foundation

/// Passages in memory.
struct PassageBuffer: SegmentContents {
    private struct Passage {
        var id: Int64
        var document: Int32
        var headingCount: Int32
        var bodyCount: Int32
        var characterCount: Int32
    }

    private struct Document {
        var attributes: DocumentAttributes
        var isRemoved = false
        var firstPassage: Int
        var titleCount: Int
    }

    /// A term's place in the text: passage, field and position in one number, which sorts in this order.
    private struct Occurrence {
        static let title: UInt32 = 0
        static let headings: UInt32 = 1
        static let body: UInt32 = 2
        /// Longer passages keep their terms; the positions of those behind this one are told as this one.
        static let lastPosition = 1 << 30 - 1

        var value: UInt64

        @inline(__always)
        init(_ passage: Int, _ field: UInt32, _ position: Int) {
            value = UInt64(passage) &<< 32 | UInt64(field) &<< 30 | UInt64(min(position, Self.lastPosition))
        }

        var passage: UInt32 { UInt32(truncatingIfNeeded: value &>> 32) }
        var field: UInt32 { UInt32(truncatingIfNeeded: value) &>> 30 }
        var position: UInt32 { UInt32(truncatingIfNeeded: value) & (1 << 30 - 1) }
    }

    private var words = TermTable()
    private var characters = TermTable()
    private var documents: [Document] = []
    private var passages: [Passage] = []
    private var lengths: [LengthCode] = []
    /// Numbers of terms in order: for each passage those of title, headings, body and characters.
    private var log: [UInt32] = []
    /// For each word, the number of occurrences so far; for each character likewise.
    private var wordCounts: [UInt32] = []
    private var characterCounts: [UInt32] = []
    /// How many of the log's terms are characters.
    private var characterCount = 0
    /// For each word, 1 + the passage in whose title or headings it stood last.
    private var lastNamed: [UInt32] = []

    var passageCount: Int { passages.count }
    var documentCount: Int { documents.count }

    /// Roughly the most memory that the buffer takes up, while it is being written.
    var byteCount: Int {
        4 * log.count + 8 * max(log.count - characterCount, characterCount) + 64 * passages.count + words.byteCount
            + characters.byteCount
    }

    mutating func add(_ document: IndexedDocument) {
        let number = documents.count
        documents.append(
            Document(
                attributes: document.attributes,
                firstPassage: passages.count,
                titleCount: document.title.count
            )
        )
        for passage in document.passages {
            let stamp = UInt32(passages.count + 1)
            let named = logNamed(document.title, stamp) + logNamed(passage.headings, stamp)
            Self.log(passage.body, in: &words, counts: &wordCounts, into: &log)
            Self.log(passage.characters, in: &characters, counts: &characterCounts, into: &log)
            characterCount += passage.characters.count
            lengths.append(LengthCode(passage.body.count + named))
            passages.append(
                Passage(
                    id: passage.id,
                    document: Int32(number),
                    headingCount: Int32(passage.headings.count),
                    bodyCount: Int32(passage.body.count),
                    characterCount: Int32(passage.characters.count)
                )
            )
        }
    }

    /// Marks documents as removed; their passages are left out when the buffer is written.
    mutating func remove(_ ids: Set<Int64>) {
        for number in documents.indices where ids.contains(documents[number].attributes.id) {
            documents[number].isRemoved = true
        }
    }

    /// The buffer as if what was removed had never been added.
    func withoutRemoved() -> PassageBuffer {
        guard documents.contains(where: \.isRemoved) else { return self }
        var rest = PassageBuffer()
        var (next, passage) = (0, 0)
        for (number, document) in documents.enumerated() {
            var passages: [IndexedPassage] = []
            var title = TermList()
            while passage < self.passages.count, Int(self.passages[passage].document) == number {
                let entry = self.passages[passage]
                func take(_ count: some BinaryInteger, _ table: TermTable) -> TermList {
                    defer { next += Int(count) }
                    var terms = TermList()
                    for number in log[next..<next + Int(count)] { terms.append([UInt8](table.term(Int(number)))) }
                    return terms
                }
                title = take(document.titleCount, words)
                let (headings, body) = (take(entry.headingCount, words), take(entry.bodyCount, words))
                let characters = take(entry.characterCount, characters)
                passages.append(IndexedPassage(id: entry.id, headings: headings, body: body, characters: characters))
                passage += 1
            }
            guard !document.isRemoved else { continue }
            rest.add(IndexedDocument(attributes: document.attributes, title: title, passages: passages))
        }
        return rest
    }

    /// Logs the terms and tells how many of them had not been named in this passage.
    private mutating func logNamed(_ terms: TermList, _ stamp: UInt32) -> Int {
        let start = log.count
        Self.log(terms, in: &words, counts: &wordCounts, into: &log)
        while lastNamed.count < words.count { lastNamed.append(0) }
        var fresh = 0
        for number in log[start...] where lastNamed[Int(number)] != stamp {
            lastNamed[Int(number)] = stamp
            fresh += 1
        }
        return fresh
    }

    private static func log(
        _ terms: TermList,
        in table: inout TermTable,
        counts: inout [UInt32],
        into log: inout [UInt32]
    ) {
        let (entries, longBytes) = (terms.entries.span, terms.longBytes.span)
        for index in 0..<entries.count {
            let number = table.number(of: entries[index], longBytes)
            if Int(number) == counts.count { counts.append(0) }
            counts[Int(number)] &+= 1
            log.append(number)
        }
    }

    // MARK: Writing

    func passageID(_ passage: Int) -> Int64 { passages[passage].id }
    func document(ofPassage passage: Int) -> Int { Int(passages[passage].document) }
    func firstPassage(ofDocument document: Int) -> Int { documents[document].firstPassage }
    func attributes(ofDocument document: Int) -> DocumentAttributes { documents[document].attributes }

    /// Writes the passages as a segment.
    func write(in folder: URL, label: String) throws(IndexError) -> Manifest.Segment {
        var writer = try SegmentWriter(in: folder, lengths: lengths, label: label)
        var list = PostingListWriter(lengths: lengths)
        try writeWords(&writer, &list)
        try writeCharacters(&writer, &list)
        return try writer.finish(self)
    }

    private func writeWords(_ writer: inout SegmentWriter, _ list: inout PostingListWriter) throws(IndexError) {
        let order = words.sorted()
        let (ends, occurrences) = sortedWords(order)
        for number in order {
            let end = Int(ends[number])
            Self.addPostings(occurrences[end - Int(wordCounts[number])..<end], to: &list)
            try writer.add([UInt8](words.term(number)), &list)
        }
    }

    private func writeCharacters(_ writer: inout SegmentWriter, _ list: inout PostingListWriter) throws(IndexError) {
        let order = characters.sorted()
        let (ends, occurrences) = sortedCharacters(order)
        for number in order {
            let end = Int(ends[number])
            Self.addFrequencies(occurrences[end - Int(characterCounts[number])..<end], to: &list)
            try writer.add([IndexTerm.characterMark] + characters.term(number), &list)
        }
    }

    /// Where each term's occurrences begin, in the order of the terms.
    private static func starts(_ order: [Int], _ counts: [UInt32]) -> [UInt32] {
        var starts = [UInt32](repeating: 0, count: counts.count)
        var next: UInt32 = 0
        for number in order {
            starts[number] = next
            next += counts[number]
        }
        return starts
    }

    /// The occurrences of all words, those of each word together; and where each word's end.
    private func sortedWords(_ order: [Int]) -> (ends: [UInt32], occurrences: [Occurrence]) {
        var ends = Self.starts(order, wordCounts)
        let count = wordCounts.reduce(0) { $0 + Int($1) }
        var occurrences = [Occurrence](repeating: Occurrence(0, 0, 0), count: count)
        var next = 0
        for (number, passage) in passages.enumerated() {
            let fields = [
                (Occurrence.title, documents[Int(passage.document)].titleCount),
                (Occurrence.headings, Int(passage.headingCount)), (Occurrence.body, Int(passage.bodyCount)),
            ]
            for (field, count) in fields {
                for position in 0..<count {
                    let term = Int(log[next &+ position])
                    occurrences[Int(ends[term])] = Occurrence(number, field, position)
                    ends[term] &+= 1
                }
                next += count
            }
            next += Int(passage.characterCount)
        }
        return (ends, occurrences)
    }

    private func sortedCharacters(_ order: [Int]) -> (ends: [UInt32], occurrences: [Occurrence]) {
        var ends = Self.starts(order, characterCounts)
        let count = characterCounts.reduce(0) { $0 + Int($1) }
        var occurrences = [Occurrence](repeating: Occurrence(0, 0, 0), count: count)
        var next = 0
        for (number, passage) in passages.enumerated() {
            next += documents[Int(passage.document)].titleCount + Int(passage.headingCount) + Int(passage.bodyCount)
            for term in log[next..<next + Int(passage.characterCount)] {
                occurrences[Int(ends[Int(term)])] = Occurrence(number, Occurrence.body, 0)
                ends[Int(term)] &+= 1
            }
            next += Int(passage.characterCount)
        }
        return (ends, occurrences)
    }

    private static func addPostings(_ occurrences: ArraySlice<Occurrence>, to list: inout PostingListWriter) {
        var index = occurrences.startIndex
        while index < occurrences.endIndex {
            let passage = occurrences[index].passage
            var end = index + 1
            while end < occurrences.endIndex, occurrences[end].passage == passage { end += 1 }
            let run = occurrences[index..<end]
            if occurrences[index].field == Occurrence.body {
                list.add(Posting(passage: passage, frequency: UInt32(run.count)))
                var last: UInt32 = 0
                for occurrence in run {
                    list.positions.appendVariable(UInt64(occurrence.position &- last))
                    last = occurrence.position
                }
            } else {
                addNamed(run, passage, to: &list)
            }
            index = end
        }
    }

    private static func addNamed(_ run: ArraySlice<Occurrence>, _ passage: UInt32, to list: inout PostingListWriter) {
        func positions(_ field: UInt32) -> [UInt32] { run.filter { $0.field == field }.map(\.position) }
        let occurrences = Occurrences(
            title: positions(Occurrence.title),
            headings: positions(Occurrence.headings),
            body: positions(Occurrence.body)
        )
        list.add(
            Posting(
                passage: passage,
                frequency: UInt32(occurrences.body.count + 1),
                inTitle: !occurrences.title.isEmpty,
                inHeadings: !occurrences.headings.isEmpty
            )
        )
        Positions.appendNamed(occurrences, to: &list.positions)
    }

    private static func addFrequencies(_ occurrences: ArraySlice<Occurrence>, to list: inout PostingListWriter) {
        var index = occurrences.startIndex
        while index < occurrences.endIndex {
            let passage = occurrences[index].passage
            var end = index + 1
            while end < occurrences.endIndex, occurrences[end].passage == passage { end += 1 }
            list.add(Posting(passage: passage, frequency: UInt32(end - index)))
            index = end
        }
    }
}
