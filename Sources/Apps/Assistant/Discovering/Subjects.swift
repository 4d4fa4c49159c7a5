// The subjects of documents, by what their titles and headings name.

internal import Retrieval

/// The subjects of some documents.
struct Subjects {
    struct Subject {
        var text: String
        var documents: Set<Int64>
    }

    /// Those that more than one document names but far from all, most shared first.
    let shared: [Subject]

    private static let longestHeading = 80
    private static let termCount = 600

    init(_ documents: [StoredDocument], headingCount: Int, in library: Library) async throws {
        var counter = TermCounter(analyzer: library.analyzer)
        // In which names, by their numbers, each index term stands, and whose names these are.
        var places: [String: Set<Int>] = [:]
        var owners: [Int64] = []
        for document in documents {
            let headings = try await library.headings(of: document.id, limit: headingCount)
            for name in Set([document.title] + headings).sorted() where name.count <= Self.longestHeading {
                counter.add(name, language: document.language)
                for term in library.analyzer.terms(of: name, language: document.language) {
                    places[term.text, default: []].insert(owners.count)
                }
                owners.append(document.id)
            }
        }
        let most = max(2, documents.count / 3)
        let subjects = counter.terms(atLeast: 2).prefix(Self.termCount).map { term in
            let names = term.keys.dropFirst().reduce(places[term.keys[0]] ?? []) { $0.intersection(places[$1] ?? []) }
            return Subject(text: term.text, documents: Set(names.map { owners[$0] }))
        }
        shared = subjects.filter { (2...most).contains($0.documents.count) }
            .sorted { ($1.documents.count, $0.text) < ($0.documents.count, $1.text) }
    }
}
