// The library that an evaluation asks: one made of a corpus for the time being, or the user's own.

internal import ArgumentParser
internal import Foundation
internal import Retrieval

/// `--corpus`, or else `--home`.
struct MeasuredLibrary: ParsableArguments {
    @Option(name: .long, help: "corpus.jsonl, or .gz (default: the library of --home).")
    var corpus: String?

    @OptionGroup var options: HomeOptions

    func validate() throws {
        if corpus != nil, options.home != nil {
            throw ValidationError("--corpus makes a library of its own; leave out --home, or --corpus.")
        }
    }

    /// Lends the library; one made of a corpus is gone afterwards.
    func withLibrary<Value>(_ body: (Library) async throws -> Value) async throws -> Value {
        guard let corpus else {
            let library = try await options.library()
            try await options.warnOfEmptiness(of: library)
            return try await body(library)
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(try await EvaluationSet.library(of: corpus, in: folder))
    }

    /// The corpus' documents by their addresses, and the source that they belong to; nil where there is no corpus.
    func documents(
        of library: Library
    ) async throws -> (source: Source, documents: [String: Library.PreparedDocument])? {
        guard let corpus else { return nil }
        return (
            try await library.source(at: corpus, kind: .folder),
            try EvaluationSet.documents(corpus, preparedBy: library)
        )
    }
}
