// A set in the BEIR layout (Thakur et al. 2021): corpus.jsonl, queries.jsonl, qrels.tsv; answers.jsonl beside them.

internal import ArgumentParser
internal import Documents
internal import Foundation
internal import Retrieval

/// Documents and questions to measure with.
struct EvaluationSet {
    struct Query: Decodable {
        var id: String
        var text: String

        enum CodingKeys: String, CodingKey {
            case text
            case id = "_id"
        }
    }

    struct GoldAnswer: Decodable {
        var id: String
        var answers: [String]
        /// The corpus id of the document that holds the answer.
        var document: String

        enum CodingKeys: String, CodingKey {
            case answers
            case id = "_id"
            case document = "doc"
        }
    }

    private struct CorpusEntry: Decodable {
        var id: String
        var title: String?
        var text: String

        enum CodingKeys: String, CodingKey {
            case title, text
            case id = "_id"
        }
    }

    /// The records of a JSONL file, also when it is compressed (`.gz`).
    static func records<Record: Decodable>(_ path: String, as type: Record.Type) throws -> [Record] {
        let decoder = JSONDecoder()
        return try lines(path).enumerated().map { number, line in
            do {
                return try decoder.decode(type, from: Data(line))
            } catch {
                throw ValidationError("\(path), line \(number + 1): not a record of this set (\(error)).")
            }
        }
    }

    static func queries(_ path: String) throws -> [Query] { try records(path, as: Query.self) }

    static func answers(_ path: String) throws -> [GoldAnswer] { try records(path, as: GoldAnswer.self) }

    /// Which documents answer which query: `query-id corpus-id score`, with a header line.
    static func judgements(_ path: String) throws -> [String: [String: Int]] {
        var judgements: [String: [String: Int]] = [:]
        for (number, line) in try lines(path).enumerated().dropFirst() {
            let fields = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
            guard fields.count >= 3, let score = Int(fields[fields.count - 1]) else {
                throw ValidationError("\(path), line \(number + 1): expected query id, corpus id and score.")
            }
            judgements[fields[0], default: [:]][fields[fields.count - 2]] = score
        }
        return judgements
    }

    /// A library in a temporary folder that holds the corpus; a document's address is its corpus id.
    static func library(of path: String, in folder: URL) async throws -> Library {
        let library = try Library(path: folder.appendingPathComponent("library.sqlite").path)
        let source = try await library.source(at: path, kind: .folder)
        var rest = try records(path, as: CorpusEntry.self)[...]
        while !rest.isEmpty {
            try await library.add(rest.prefix(500).map { prepared($0, by: library) }, to: source)
            rest = rest.dropFirst(500)
        }
        return library
    }

    /// The corpus' documents by their ids, ready to be added.
    static func documents(
        _ path: String,
        preparedBy library: Library
    ) throws -> [String: Library.PreparedDocument] {
        let entries = try records(path, as: CorpusEntry.self)
        return Dictionary(entries.map { ($0.id, prepared($0, by: library)) }) { first, _ in first }
    }

    private static func prepared(_ entry: CorpusEntry, by library: Library) -> Library.PreparedDocument {
        var builder = DocumentBuilder()
        for paragraph in entry.text.split(separator: "\n", omittingEmptySubsequences: true) {
            builder.add(.paragraph, String(paragraph))
        }
        var document = builder.document(format: .plainText)
        document.title = entry.title ?? ""
        document.language = LanguageDetector().language(of: document.text)
        let origin = DocumentOrigin(
            address: entry.id,
            folder: "",
            contentHash: Array(entry.id.utf8),
            byteCount: 0,
            modifiedAt: 0
        )
        return library.prepare(document, from: origin)
    }

    private static func lines(_ path: String) throws -> [ArraySlice<UInt8>] {
        let bytes = try CompressedFile.bytes(path)
        return bytes.split(separator: UInt8(ascii: "\n")).filter { !$0.allSatisfy { $0 == 13 || $0 == 32 } }
    }
}
