// An answer as it is shown, stored and shared: text with marks, the sources they open, and what to ask next.

package import Documents

/// A whole answer.
package struct Answer: Sendable, Equatable, Codable {
    package enum Status: String, Sendable, Codable {
        /// Being written.
        case answering
        case answered
        /// The library holds no answer; the sources are only near.
        case noAnswer = "no_answer"
        /// Small talk, arithmetic, or a question about Kaiyuan itself: no search was needed.
        case chat
        /// Documents say different things; `disagreement` holds each side.
        case disagreement
        /// The asker stopped it.
        case stopped
        case failed
    }

    package var status: Status
    /// Markdown with marks such as `[1]`.
    package var text: String = ""
    /// In the order in which they stand in the text.
    package var marks: [Mark] = []
    /// In the order of their numbers.
    package var sources: [AnswerSource] = []
    package var followups: [String] = []
    package var disagreement: Disagreement?
    package var error: Failure?
    package var seconds: Double = 0

    package init(status: Status) { self.status = status }

    /// Why an answer failed, in one sentence.
    package struct Failure: Sendable, Equatable, Codable {
        package var message: String
        package var code: String

        package init(message: String, code: String) { (self.message, self.code) = (message, code) }
    }
}

/// A mark in an answer's text, and the words it opens.
package struct Mark: Sendable, Equatable, Codable {
    /// Its place among the answer's marks, from 0.
    package var index: Int
    /// The number it shows, which is its source's.
    package var number: Int
    /// Where `[1]` stands in the answer's text, in Unicode scalars.
    package var textStart: Int
    package var textEnd: Int
    package var documentID: Int64
    /// The quoted words, as UTF-8 offsets in the document's text.
    package var start: Int
    package var end: Int
    package var quote: String
    package var place: Place

    enum CodingKeys: String, CodingKey {
        case index, number, start, end, quote, place
        case textStart = "text_start"
        case textEnd = "text_end"
        case documentID = "document_id"
    }
}

/// A document that an answer rests on or that is near the question.
package struct AnswerSource: Sendable, Equatable, Codable {
    package var number: Int
    package var documentID: Int64
    package var title: String
    package var address: String
    package var folder: String
    package var format: String
    package var language: String?
    package var author: String?
    package var date: String?
    package var layer: String
    package var place: Place
    /// The passage's beginning, or the words that answer.
    package var snippet: String
    /// Where the snippet stands, as UTF-8 offsets in the document's text; nil in answers that were kept without.
    package var start: Int?
    package var end: Int?
    /// Whether a mark of the answer points to it.
    package var cited: Bool
    /// Whether it is shown as near the question although it does not answer it.
    package var near: Bool

    enum CodingKeys: String, CodingKey {
        case number, title, address, folder, format, language, author, date, layer, place, snippet, start, end, cited,
            near
        case documentID = "document_id"
    }
}

/// Where in a document something stands, in the terms that its format has.
package struct Place: Sendable, Equatable, Codable {
    package var page: Int?
    package var headings: [String]?
    package var lines: [Int]?
    package var slide: Int?
    package var sheet: String?
    package var cells: String?
    /// Seconds.
    package var time: [Double]?

    package init(_ block: Block) {
        headings = block.headings.isEmpty ? nil : block.headings
        switch block.anchor {
        case .page(let number, _): page = number
        case .lines(let first, let last): lines = [first, last]
        case .slide(let number): slide = number
        case .cells(let name, let range): (sheet, cells) = (name, range)
        case .time(let start, let end): time = [start, end]
        case .headings: break
        }
    }

    package init() {}
}

/// What documents say that contradicts each other, newest first.
package struct Disagreement: Sendable, Equatable, Codable {
    package struct Side: Sendable, Equatable, Codable {
        /// The number of the source.
        package var source: Int
        package var text: String
        package var marks: [Mark]
        package var date: String?
    }

    package var sides: [Side]
}
