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

    /// Adds what lies at the path: a file, or a folder with all below it.
    ///
    /// Files already in the library and unchanged are passed over; files of the folder that are gone are removed.
    /// When the task is cancelled, what was read so far is kept, and nothing is removed. `path` is absolute; `tell` is
    /// called after each file. Throws only what the library throws: a bad file is part of the report.
    package func add(
        _ path: String,
        layer: TrustLayer = .own,
        tell: @Sendable (IntakeProgress) async -> Void = { _ in }
    ) async throws -> IntakeReport {
        var report = IntakeReport()
        let walk = DocumentWalker(limits: loader.limits).walk([path])
        report.skipped = walk.skipped.map { .init(path: $0.path, error: $0.error) }
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard isFolder.boolValue || !walk.files.isEmpty else { return report }
        let source = try await library.source(at: path, kind: isFolder.boolValue ? .folder : .file, layer: layer)
        var progress = IntakeProgress(fileCount: walk.files.count)
        var batch: [Library.PreparedDocument] = []
        var batchByteCount = 0
        func write() async throws {
            try await library.add(batch, to: source)
            report.addedCount += batch.count
            batch = []
            batchByteCount = 0
        }

        try await withThrowingTaskGroup(of: FileResult.self) { group in
            var waiting = walk.files.makeIterator()
            for _ in 0..<readerCount {
                if let file = waiting.next() { group.addTask { try await read(file) } }
            }
            while let result = try await group.next() {
                if !Task.isCancelled, let file = waiting.next() { group.addTask { try await read(file) } }
                progress.finish(result)
                switch result.outcome {
                case .prepared(let document):
                    batch.append(document)
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
        if !Task.isCancelled, walk.isComplete { report.removedCount = try await removeMissing(source, walk.files) }
        return report
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

    /// Removes the source's documents whose files are gone; a file that only failed this time keeps its old text.
    private func removeMissing(_ source: Source, _ files: [String]) async throws -> Int {
        let present = Set(files)
        let gone = try await library.addresses(in: source).filter { address, _ in
            !present.contains(address) && !FileManager.default.fileExists(atPath: address)
        }
        if !gone.isEmpty { try await library.remove(documentIDs: Array(gone.values)) }
        return gone.count
    }
}
