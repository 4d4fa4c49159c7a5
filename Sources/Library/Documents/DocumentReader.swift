// The seam of this library: one reader a format (or a family of formats) stands behind it.

/// Turns the bytes of the formats it knows into a document.
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
}
