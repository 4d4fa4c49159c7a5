// Files come into a library: walked, read on several cores, written in batches, and told of as they come.
// What was written is there whatever happens next; the next run goes on where this one stopped.

package import Documents
internal import Crypto
internal import Foundation

/// Adds files and folders to a library.
package struct Intake: Sendable {
    private let library: Library
    private let loader: DocumentLoader
    private let readerCount: Int

    /// Read but unwritten documents are written when there are this many, or this much text.
    private static let batchCount = 32
    private static let batchByteCount = 8 << 20

    /// - Parameters:
    ///   - library: where documents go.
    ///   - loader: how files are read.
    ///   - readerCount: files read at once; by default one for each core.
    package init(
        library: Library,
        loader: DocumentLoader = DocumentLoader(),
        readerCount: Int = ProcessInfo.processInfo.activeProcessorCount
    ) {
        (self.library, self.loader, self.readerCount) = (library, loader, max(1, readerCount))
    }

    /// Adds what lies at the paths: files, and folders with all below them, in one go.
    ///
    /// Files already in the library and unchanged are passed over; files of the folders that are gone are removed.
    /// When the task is cancelled, what was read so far is kept, and nothing is removed. The paths are absolute; `tell`
    /// is called after each file. Throws only what the library throws: a bad file is part of the report. Other processes
    /// cannot write to the library meanwhile.
    package func add(
        _ paths: [String],
        layer: TrustLayer = .own,
        tell: @Sendable (IntakeProgress) async -> Void = { _ in }
    ) async throws -> IntakeReport {
        let report = try await library.holdingWriter { try await read(paths, layer: layer, tell: tell) }
        if !Task.isCancelled { await library.finishMerging() }
        return report
    }

    private func read(
        _ paths: [String],
        layer: TrustLayer,
        tell: @Sendable (IntakeProgress) async -> Void
    ) async throws -> IntakeReport {
        var report = IntakeReport()
        let roots = try await roots(paths, layer: layer, &report)
        let waiting = roots.flatMap { root in root.files.map { (path: $0, source: root.source) } }
        var progress = IntakeProgress(fileCount: waiting.count)
        var batch: [(document: Library.PreparedDocument, source: Source)] = []
        var batchByteCount = 0
        func write() async throws {
            for (_, group) in Dictionary(grouping: batch, by: \.source.id) {
                try await library.add(group.map(\.document), to: group[0].source)
            }
            report.addedCount += batch.count
            batch = []
            batchByteCount = 0
        }

        try await withThrowingTaskGroup(of: (FileResult, Source).self) { group in
            var rest = waiting.makeIterator()
            func readNext() {
                guard !Task.isCancelled, let (path, source) = rest.next() else { return }
                group.addTask { (try await read(path), source) }
            }
            for _ in 0..<readerCount { readNext() }
            while let (result, source) = try await group.next() {
                readNext()
                progress.finish(result)
                switch result.outcome {
                case .prepared(let document):
                    batch.append((document, source))
                    batchByteCount += document.document.text.utf8.count
                    if batch.count >= Self.batchCount || batchByteCount >= Self.batchByteCount { try await write() }
                case .unchanged:
                    report.unchangedCount += 1
                case .failed(let error):
                    report.skipped.append(.init(path: result.path, error: error))
                }
                await tell(progress)
            }
        }
        if !batch.isEmpty { try await write() }
        if !Task.isCancelled {
            for root in roots where root.isComplete {
                report.removedCount += try await removeMissing(root.source, root.files)
            }
        }
        return report
    }

    /// A path that was named, with the source that it is and the files found there.
    private struct Root {
        var source: Source
        var files: [String]
        /// Whether everything below was looked at, so that what was not found is gone.
        var isComplete: Bool
    }

    private static func isFolder(_ path: String) -> Bool {
        let values = try? URL(fileURLWithPath: path).resourceValues(forKeys: [.isDirectoryKey])
        return values?.isDirectory ?? false
    }

    /// Walks the paths; what they skip goes into the report.
    private func roots(_ paths: [String], layer: TrustLayer, _ report: inout IntakeReport) async throws -> [Root] {
        var roots: [Root] = []
        var taken: Set<String> = []
        var limits = loader.limits
        for path in paths {
            let walk = DocumentWalker(limits: limits).walk([path])
            report.skipped += walk.skipped.map { .init(path: $0.path, error: $0.error) }
            report.leftOutCount += walk.leftOutCount
            limits.fileCount -= walk.files.count
            let isFolder = Self.isFolder(path)
            guard isFolder || !walk.files.isEmpty else { continue }
            let source = try await library.source(
                holding: path,
                kind: isFolder ? .folder : .file,
                layer: layer
            )
            let files = walk.files.filter { taken.insert($0).inserted }
            roots.append(Root(source: source, files: files, isComplete: isFolder && walk.isComplete))
        }
        return roots
    }

    /// What became of one uploaded file.
    package enum UploadOutcome: Sendable {
        case added(Int64)
        case unchanged(Int64)
        case failed(code: String, message: String)
    }

    /// Adds one file that lies below the uploads folder.
    package func addUpload(_ path: String, folder: String) async -> UploadOutcome {
        do {
            let result = try await read(path, folder: Self.shownFolder(of: path, below: folder))
            switch result.outcome {
            case .prepared(let document):
                if let known = try await library.document(withHash: document.origin.contentHash) {
                    return .unchanged(known.id)
                }
                let source = try await library.source(at: folder, kind: .uploads)
                return .added(try await library.add([document], to: source)[0])
            case .unchanged:
                guard let known = try await library.document(at: path) else { break }
                return .unchanged(known.id)
            case .failed(let error):
                return .failed(code: error.code, message: error.description)
            }
        } catch {
            return .failed(code: "not_added", message: "\(error)")
        }
        return .failed(code: "not_added", message: "\(path) could not be added.")
    }

    /// `uploads`, and what of the path is the uploader's own: uploads lie below a folder with a random name.
    private static func shownFolder(of path: String, below folder: String) -> String {
        let parts = path.dropFirst(folder.count).split(separator: "/").dropFirst().dropLast()
        return (["uploads"] + parts.map(String.init)).joined(separator: "/")
    }

    /// A file that was looked at.
    struct FileResult: Sendable {
        enum Outcome: Sendable {
            case prepared(Library.PreparedDocument)
            case unchanged
            case failed(ReadingError)
        }

        var path: String
        var byteCount: Int
        var outcome: Outcome
    }

    private func read(_ path: String, folder: String? = nil) async throws -> FileResult {
        let known = try await library.origin(of: path)
        if let known, let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            (attributes[.size] as? NSNumber)?.intValue == known.byteCount,
            let modified = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970,
            abs(modified - known.modifiedAt) < 1e-3
        {
            return FileResult(path: path, byteCount: known.byteCount, outcome: .unchanged)
        }
        do {
            let contents = try FileContents(path: path, limit: loader.limits.byteCount)
            let hash = Array(SHA256.hash(data: contents.bytes))
            if let known, known.contentHash == hash {
                try await library.touch(path, modifiedAt: contents.modifiedAt)
                return FileResult(path: path, byteCount: contents.bytes.count, outcome: .unchanged)
            }
            let document = try await loader.load(contents.bytes, named: path)
            let origin = DocumentOrigin(
                address: path,
                folder: folder ?? URL(fileURLWithPath: path).deletingLastPathComponent().path,
                contentHash: hash,
                byteCount: contents.bytes.count,
                modifiedAt: contents.modifiedAt
            )
            let prepared = library.prepare(document, from: origin)
            return FileResult(path: path, byteCount: contents.bytes.count, outcome: .prepared(prepared))
        } catch let error as ReadingError {
            return FileResult(path: path, byteCount: 0, outcome: .failed(error))
        }
    }

    /// Removes the folder's documents whose files are gone; a file that only failed this time keeps its old text.
    private func removeMissing(_ source: Source, _ files: [String]) async throws -> Int {
        let present = Set(files)
        let gone = try await library.addresses(in: source).filter { address, _ in
            !present.contains(address) && !FileManager.default.fileExists(atPath: address)
        }
        if !gone.isEmpty { try await library.remove(documentIDs: Array(gone.values)) }
        return gone.count
    }
}
