// The seam of this library: one reader a format (or a family of formats) stands behind it.

/// Turns the bytes of the formats it knows into a document.
///
/// A reader works until it is done or its task is cancelled, as it is when the time for one file is over. It may then
/// throw `.cancelled` or return what it has: the loader passes nothing on of a task that was cancelled.
protocol DocumentReader: Sendable {
    /// The formats that this reader takes; no other reader takes them.
    static var formats: Set<DocumentFormat> { get }

    func read(_ file: SourceFile) async throws(ReadingError) -> Document
}

/// The bytes of one file and what a reader must know beside them.
struct SourceFile: Sendable {
    /// As the person knows it: shown in errors, and used for nothing but ties between formats.
    let name: String
    let bytes: [UInt8]
    let format: DocumentFormat
    let limits: ReadingLimits
    let options: ReadingOptions

    /// The error of a file whose bytes are not what its format promises.
    func damaged(_ reason: String) -> ReadingError {
        .damaged(file: name, format: format.title, reason: reason)
    }

    /// Throws when the reading is to stop; every loop whose length the file decides asks, a few times a second at least.
    func checkCancellation() throws(ReadingError) {
        if Task.isCancelled { throw .cancelled(file: name) }
    }
}
