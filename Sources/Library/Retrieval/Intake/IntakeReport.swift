// What became of the files of one `add`, and how far it is meanwhile.

package import Documents

/// How far an intake is.
package struct IntakeProgress: Sendable, Equatable {
    package let fileCount: Int
    package private(set) var finishedCount = 0
    package private(set) var failedCount = 0
    package private(set) var byteCount = 0
    /// The file that was finished last.
    package private(set) var path = ""

    init(fileCount: Int) { self.fileCount = fileCount }

    mutating func finish(_ result: Intake.FileResult) {
        finishedCount += 1
        byteCount += result.byteCount
        path = result.path
        if case .failed = result.outcome { failedCount += 1 }
    }
}

/// What an intake did.
package struct IntakeReport: Sendable {
    package struct Skipped: Sendable {
        package var path: String
        package var error: ReadingError
    }

    /// New or changed documents.
    package var addedCount = 0
    package var unchangedCount = 0
    /// Documents whose files are gone.
    package var removedCount = 0
    package var skipped: [Skipped] = []
    /// Files beyond the number that is read in one go.
    package var leftOutCount = 0

    package init() {}
}
