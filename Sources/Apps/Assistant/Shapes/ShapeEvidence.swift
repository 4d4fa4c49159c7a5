// What shapes work on: the documents that were found, their blocks around the passages, and the words they mark.

internal import Dialogue
internal import Documents
internal import Foundation
internal import Retrieval

/// Words of a document, with the place where they stand.
struct QuotedWords: Sendable, Hashable {
    var documentID: Int64
    /// UTF-8 offsets in the document's text.
    var range: Range<Int>
    var text: String

    /// The part of the words at these UTF-8 offsets of theirs.
    func part(_ part: Range<Int>) -> QuotedWords {
        QuotedWords(
            documentID: documentID,
            range: range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound,
            text: String(Substring(text.utf8.dropFirst(part.lowerBound).prefix(part.count)))
        )
    }
}

/// Blocks of one document around the passages that were found.
struct FoundBlocks {
    var document: StoredDocument
    /// In order, each once.
    var blocks: [Library.StoredBlock]
}

/// What was found for a question, and the marks that a shape makes.
struct ShapeEvidence {
    let question: ShapedQuestion
    let library: Library
    let results: [SearchResult]
    /// What the model would be asked.
    let request: ChatRequest
    /// What marks rest on, in the order of `mark`; number `request.passages.count` and on in citations.
    private(set) var marked: [QuotedWords] = []
    private var found: [FoundBlocks]?
    private var weighed: QuotePlan?

    init(question: ShapedQuestion, library: Library, results: [SearchResult], request: ChatRequest) {
        (self.question, self.library, self.results, self.request) = (question, library, results, request)
    }

    var analyzer: BilingualAnalyzer { library.analyzer }

    /// The mark that opens these words.
    mutating func mark(_ words: QuotedWords) -> ChatEvent {
        let index = marked.firstIndex(of: words) ?? marked.count
        if index == marked.count { marked.append(words) }
        return .citation(
            ChatCitation(passage: request.passages.count + index, range: 0..<words.text.utf8.count)
        )
    }

    /// The words and their mark.
    mutating func quote(_ words: QuotedWords) -> [ChatEvent] { [.text(Markdown.escaped(words.text)), mark(words)] }

    mutating func forgetMarks() { marked = [] }

    /// The blocks in which the found passages stand.
    mutating func blocks() async throws -> [FoundBlocks] {
        if let found { return found }
        var all: [FoundBlocks] = []
        for result in results {
            var blocks: [Int: Library.StoredBlock] = [:]
            for hit in result.passages {
                for block in try await self.blocks(of: hit) { blocks[block.ordinal] = block }
            }
            all.append(
                FoundBlocks(document: result.document, blocks: blocks.values.sorted { $0.ordinal < $1.ordinal })
            )
        }
        found = all
        return all
    }

    private func blocks(of hit: PassageHit) async throws -> [Library.StoredBlock] {
        guard let first = try await library.ordinal(of: hit.documentID, at: hit.range.lowerBound),
            let last = try await library.ordinal(of: hit.documentID, at: hit.range.upperBound - 1), first <= last
        else { return [] }
        return try await library.blocks(of: hit.documentID, in: first..<last + 1)
    }

    /// What the question would be answered with in no shape at all.
    mutating func plan() async throws -> QuotePlan {
        if let weighed { return weighed }
        let plan = try await QuotingAnswerer(library: library).weigh(request).plan
        weighed = plan
        return plan
    }
}
