// `kaiyuan bench search`: the inverted index alone, from text to ranked passages, beside whatever other index is measured
// with the same files.

internal import ArgumentParser
internal import Foundation
internal import InvertedIndex
internal import Retrieval
internal import Synchronization

/// Indexes one passage a line and asks one question a line.
struct BenchSearch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Time to index passages and to answer questions.",
        discussion: """
            FOLDER holds passages.txt and questions.txt, one a line, and lang (en or zh). Text analysis is part of both
            times; documents and their rows in a library are not. Any word of a question may match; the ten best are asked for.

              kaiyuan bench search --dir passages --json
            """
    )

    @Option(name: .long, help: "The folder of the passages and questions; the index is made in it.")
    var dir: String

    @Option(name: .long, help: "Threads that index; questions are asked on one.")
    var threads = 1

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() throws {
        let place = URL(fileURLWithPath: dir)
        let language = try Self.text(place, "lang").trimmingCharacters(in: .whitespacesAndNewlines)
        let passages = try Self.text(place, "passages.txt").split(separator: "\n")
        let questions = try Self.text(place, "questions.txt").split(separator: "\n").map(String.init)
        guard 1...64 ~= threads else { throw ValidationError("--threads takes 1 to 64.") }
        guard !passages.isEmpty, !questions.isEmpty else {
            throw ValidationError("\(dir) holds no passages or no questions.")
        }
        let analysis = PassageAnalysis(language: language)
        let index = place.appendingPathComponent("kaiyuan-index")
        try? FileManager.default.removeItem(at: index)
        let folder = try IndexFolder(index)

        let (cpu, wall) = (Self.cpuSeconds(of: CLOCK_PROCESS_CPUTIME_ID), ContinuousClock.now)
        let manifest = try Self.write(passages, analysis, folder, threads: threads)
        let indexing = (
            cpu: Self.cpuSeconds(of: CLOCK_PROCESS_CPUTIME_ID) - cpu, wall: (ContinuousClock.now - wall) / .seconds(1)
        )

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

    /// Indexes the passages, a part of them on each thread, and merges what pays.
    private static func write(
        _ passages: [Substring],
        _ analysis: PassageAnalysis,
        _ folder: IndexFolder,
        threads: Int
    ) throws -> Manifest {
        let parts = (0..<threads).map { passages.count * $0 / threads..<passages.count * ($0 + 1) / threads }
        let written = Mutex<[Result<Manifest, any Error>]>([])
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            let part = Result { try write(passages, parts[thread], analysis, folder) }
            written.withLock { $0.append(part) }
        }
        var manifest = Manifest()
        for part in written.withLock({ $0 }) { manifest.segments += try part.get().segments }
        return try merged(manifest, folder)
    }

    private static func write(
        _ passages: [Substring],
        _ range: Range<Int>,
        _ analysis: PassageAnalysis,
        _ folder: IndexFolder
    ) throws -> Manifest {
        var writer = IndexWriter(in: folder)
        var manifest = Manifest()
        for number in range {
            try writer.add(analysis.document(String(passages[number]), id: Int64(number)))
            if writer.isFull { manifest = try merged(try writer.flush(onto: manifest), folder) }
        }
        return try merged(try writer.flush(onto: manifest), folder)
    }

    private static func merged(_ manifest: Manifest, _ folder: IndexFolder) throws -> Manifest {
        var manifest = manifest
        while let merge = MergePolicy().plan(manifest) {
            manifest = try folder.apply(try folder.merge(merge), to: manifest)
        }
        return manifest
    }

    /// Milliseconds of this thread for each question, sorted.
    private static func ask(
        _ questions: [String],
        _ analysis: PassageAnalysis,
        _ snapshot: IndexSnapshot
    ) throws -> [Double] {
        try questions.map { question in
            let began = cpuSeconds(of: CLOCK_THREAD_CPUTIME_ID)
            _ = try snapshot.search(analysis.query(question), limit: 10)
            return (cpuSeconds(of: CLOCK_THREAD_CPUTIME_ID) - began) * 1_000
        }.sorted()
    }

    /// CPU time of this thread or this process, in seconds.
    private static func cpuSeconds(of clock: clockid_t) -> Double {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
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
        var analyzed = AnalyzedDocument(
            title: "",
            language: language,
            passages: [(text, [])],
            analyzer: analyzer
        )
        analyzed.passages[0].id = id
        return IndexedDocument(attributes: .init(id: id), passages: analyzed.passages)
    }

    func query(_ text: String) -> IndexQuery {
        let units = analyzer.units(of: text, language: language)
        var weights: [IndexTerm: Double] = [:]
        for term in analyzer.terms(of: units) { weights[.word(term.text), default: 0] += 1 }
        for unit in units where unit.isCharacter { weights[.character(unit.key)] = Self.characterWeight }
        return IndexQuery(anyOf: weights.map { IndexQuery.Term([$0.key], weight: $0.value) })
    }
}
