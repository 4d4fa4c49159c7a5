// `kaiyuan bench search`: the inverted index alone, from text to ranked passages, beside whatever other index is measured
// with the same files.

internal import ArgumentParser
internal import Foundation
internal import InvertedIndex
internal import Retrieval

/// Indexes one passage a line and asks one question a line.
struct BenchSearch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Time to index passages and to answer questions, on one thread.",
        discussion: """
            FOLDER holds passages.txt and questions.txt, one a line, and lang (en or zh). Text analysis is part of both
            times; documents and their rows in a library are not. Any word of a question may match; the ten best are asked for.

              kaiyuan bench search --dir passages --json
            """
    )

    @Option(name: .long, help: "The folder of the passages and questions; the index is made in it.")
    var dir: String

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() throws {
        let place = URL(fileURLWithPath: dir)
        let language = try Self.text(place, "lang").trimmingCharacters(in: .whitespacesAndNewlines)
        let passages = try Self.text(place, "passages.txt").split(separator: "\n")
        let questions = try Self.text(place, "questions.txt").split(separator: "\n").map(String.init)
        guard !passages.isEmpty, !questions.isEmpty else {
            throw ValidationError("\(dir) holds no passages or no questions.")
        }
        let analysis = PassageAnalysis(language: language)
        let index = place.appendingPathComponent("kaiyuan-index")
        try? FileManager.default.removeItem(at: index)
        let folder = try IndexFolder(index)

        let (cpu, wall) = (Self.cpuSeconds(), ContinuousClock.now)
        let manifest = try Self.write(passages, analysis, folder)
        let indexing = (cpu: Self.cpuSeconds() - cpu, wall: (ContinuousClock.now - wall) / .seconds(1))

        let times = try Self.ask(questions, analysis, try folder.snapshot(of: manifest))
        let figures: [String: Double] = [
            "passages": Double(passages.count),
            "index_docs_per_cpu_s": (Double(passages.count) / indexing.cpu).rounded(),
            "index_docs_per_s": (Double(passages.count) / indexing.wall).rounded(),
            "index_mb": Double(manifest.byteCount) / 1e6,
            "query_ms_p50": times[times.count / 2],
            "query_ms_p95": times[times.count * 95 / 100],
        ]
        if json { return try printJSON(figures) }
        for (name, value) in figures.sorted(by: { $0.key < $1.key }) {
            print("\(name.padding(toLength: 22, withPad: " ", startingAt: 0))\(String(format: "%.3f", value))")
        }
    }

    private static func text(_ place: URL, _ name: String) throws -> String {
        do {
            return try String(contentsOf: place.appendingPathComponent(name), encoding: .utf8)
        } catch {
            throw ValidationError("\(place.path)/\(name) cannot be read: \(error.localizedDescription)")
        }
    }

    private static func write(
        _ passages: [Substring],
        _ analysis: PassageAnalysis,
        _ folder: IndexFolder
    ) throws -> Manifest {
        var writer = IndexWriter(in: folder)
        var manifest = Manifest()
        func flush() throws {
            manifest = try writer.flush(onto: manifest)
            while let merge = MergePolicy().plan(manifest) {
                manifest = try folder.apply(try folder.merge(merge), to: manifest)
                folder.removeUnneeded(keeping: manifest)
            }
        }
        for (number, passage) in passages.enumerated() {
            try writer.add(analysis.document(String(passage), id: Int64(number)))
            if writer.isFull { try flush() }
        }
        try flush()
        return manifest
    }

    /// Milliseconds of this thread for each question, sorted.
    private static func ask(
        _ questions: [String],
        _ analysis: PassageAnalysis,
        _ snapshot: IndexSnapshot
    ) throws -> [Double] {
        try questions.map { question in
            let began = cpuSeconds()
            _ = try snapshot.search(analysis.query(question), limit: 10)
            return (cpuSeconds() - began) * 1_000
        }.sorted()
    }

    /// CPU time of this thread, in seconds.
    private static func cpuSeconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Text as the index takes it: the terms of the library's own analyzer, and single characters beside bigrams.
private struct PassageAnalysis {
    private static let characterWeight = 0.5

    private let analyzer = BilingualAnalyzer()
    private let language: String

    init(language: String) { self.language = language }

    func document(_ text: String, id: Int64) -> IndexedDocument {
        let units = analyzer.units(of: text, language: language)
        let passage = IndexedPassage(
            id: id,
            body: TermList(analyzer.terms(of: units).map(\.text)),
            characters: TermList(units.filter(\.isCharacter).map(\.key))
        )
        return IndexedDocument(attributes: .init(id: id), passages: [passage])
    }

    func query(_ text: String) -> IndexQuery {
        let units = analyzer.units(of: text, language: language)
        var weights: [IndexTerm: Double] = [:]
        for term in analyzer.terms(of: units) { weights[.word(term.text), default: 0] += 1 }
        for unit in units where unit.isCharacter { weights[.character(unit.key)] = Self.characterWeight }
        return IndexQuery(anyOf: weights.map { IndexQuery.Term([$0.key], weight: $0.value) })
    }
}
