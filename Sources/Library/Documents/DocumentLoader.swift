// Turns a file, or the bytes of one, into a document: opens, bounds, detects the format, lets its reader work.
// Stands at the front of this library; `Command` and `Server` call it. Knows nothing of the inside of any format.

internal import Dispatch
internal import Synchronization

/// Reads files of every known format.
///
/// ```swift
/// let document = try await DocumentLoader().load("papers/三国演义.epub")
/// for block in document.blocks { print(block.kind, block.anchor) }
/// ```
package struct DocumentLoader: Sendable {
    package let limits: ReadingLimits
    package let options: ReadingOptions
    private let threads = ReadingThreads()

    package init(limits: ReadingLimits = .standard, options: ReadingOptions = ReadingOptions()) {
        (self.limits, self.options) = (limits, options)
    }

    /// Reads the file at `path`, which symbolic links may lead to.
    ///
    /// Devices and pipes are never opened. Costs the file's size in memory, and for a PDF two runs of poppler. Throws
    /// `.timedOut` when the time of the limits is over, and `.cancelled` when the caller's task is cancelled before.
    package func load(_ path: String) async throws(ReadingError) -> Document {
        let bytes = try FileContents(path: path, limit: limits.byteCount).bytes
        return try await load(bytes, named: path)
    }

    /// Reads bytes that came another way, such as an upload; `name` is shown in errors and settles ties between formats.
    package func load(_ bytes: [UInt8], named name: String) async throws(ReadingError) -> Document {
        guard bytes.count <= limits.byteCount else {
            throw .tooLarge(file: name, byteCount: bytes.count, limit: limits.byteCount)
        }
        guard !bytes.isEmpty else { throw .empty(file: name) }
        return try await withDeadline(for: name) { () async throws(ReadingError) in
            try await read(bytes, named: name)
        }
    }

    private func read(_ bytes: [UInt8], named name: String) async throws(ReadingError) -> Document {
        let format = try FormatDetector(limits: limits).format(of: bytes, named: name)
        let file = SourceFile(name: name, bytes: bytes, format: format, limits: limits, options: options)
        var document = try await Self.reader(of: format).read(file)
        try file.checkCancellation()
        guard document.text.utf8.count <= limits.textByteCount else {
            throw .tooMuchText(file: name, limit: limits.textByteCount)
        }
        guard !document.blocks.isEmpty else { throw .empty(file: name) }
        document.language = document.language ?? LanguageDetector().language(of: document.text)
        return document
    }

    /// Lets `work` run as long as the limits allow; then its task is cancelled, and its end is waited for.
    ///
    /// Dispatch keeps the time: Swift's own pool may be busy with what takes too long.
    private func withDeadline(
        for name: String,
        _ work: @escaping @Sendable () async throws(ReadingError) -> Document
    ) async throws(ReadingError) -> Document {
        let task = Task(executorPreference: threads) { () async -> Result<Document, ReadingError> in
            do throws(ReadingError) {
                return .success(try await work())
            } catch {
                return .failure(error)
            }
        }
        let isTimeUp = Mutex(false)
        let timer = DispatchSource.makeTimerSource(queue: Self.clock)
        timer.schedule(deadline: .now() + .seconds(limits.seconds))
        timer.setEventHandler {
            isTimeUp.withLock { $0 = true }
            task.cancel()
        }
        timer.resume()
        defer { timer.cancel() }
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        if case .failure(.cancelled) = result, isTimeUp.withLock({ $0 }) {
            throw .timedOut(file: name, seconds: limits.seconds)
        }
        return try result.get()
    }

    private static let clock = DispatchQueue(label: "kaiyuan.reading-time", qos: .userInitiated)

    static let readers: [any DocumentReader] = [
        PlainTextReader(), MarkdownReader(), HTMLReader(), PDFReader(), DOCXReader(), PPTXReader(), XLSXReader(),
        ODTReader(), CSVReader(), EPUBReader(), JSONReader(), RTFReader(), SourceCodeReader(), SubtitleReader(),
        EmailReader(),
    ]

    static func reader(of format: DocumentFormat) -> any DocumentReader {
        guard let reader = readers.first(where: { type(of: $0).formats.contains(format) }) else {
            preconditionFailure("no reader takes \(format)")
        }
        return reader
    }
}
