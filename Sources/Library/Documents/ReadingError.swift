// What can be wrong with a file, in one sentence each: what, where, what to do.
// Whoever reports a file shows `description`; whoever speaks JSON adds `code`, which never changes.

/// Why a file was not read.
package enum ReadingError: Error, Sendable, Equatable {
    case notFound(file: String)
    case notReadable(file: String, reason: String)
    case notAFile(file: String)
    case tooLarge(file: String, byteCount: Int, limit: Int)
    case tooMuchText(file: String, limit: Int)
    case tooManyPages(file: String, pages: Int, limit: Int)
    case empty(file: String)
    case noText(file: String, pages: Int)
    case encrypted(file: String)
    case wrongPassword(file: String)
    case unknownFormat(file: String)
    /// A format of the past that has a successor, such as Word 97–2003.
    case olderFormat(file: String, name: String, successor: String)
    case damaged(file: String, format: String, reason: String)
    case hostile(file: String, reason: String)
    case changedWhileReading(file: String)
    case timedOut(file: String, seconds: Int)
    case missingProgram(file: String, program: String, package: String)
    case cancelled(file: String)
}

extension ReadingError {
    /// The error's name in JSON and tables, stable across versions.
    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .notReadable: "not-readable"
        case .notAFile: "not-a-file"
        case .tooLarge: "too-large"
        case .tooMuchText: "too-much-text"
        case .tooManyPages: "too-many-pages"
        case .empty: "empty"
        case .noText: "no-text"
        case .encrypted: "encrypted"
        case .wrongPassword: "wrong-password"
        case .unknownFormat: "unknown-format"
        case .olderFormat: "older-format"
        case .damaged: "damaged"
        case .hostile: "hostile"
        case .changedWhileReading: "changed-while-reading"
        case .timedOut: "timed-out"
        case .missingProgram: "missing-program"
        case .cancelled: "cancelled"
        }
    }
}

extension ReadingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let file):
            "\(file) does not exist; check the path."
        case .notReadable(let file, let reason):
            "\(file) cannot be opened (\(reason)); check its permissions."
        case .notAFile(let file):
            "\(file) is a folder, device or pipe where a file is needed; name a regular file."
        case .tooLarge(let file, let byteCount, let limit):
            "\(file) has \(megabytes(byteCount)), more than the \(megabytes(limit)) read of one file; split it."
        case .tooMuchText(let file, let limit):
            "\(file) holds more than \(megabytes(limit)) of text, the most that is read of one file; split it."
        case .tooManyPages(let file, let pages, let limit):
            "\(file) has \(pages) pages, more than the \(limit) read of one file; split it."
        case .empty(let file):
            "\(file) is empty; there is nothing to read."
        case .noText(let file, let pages):
            "\(file) holds no text that can be read (\(pages == 1 ? "1 page" : "\(pages) pages")); "
                + "where its pages are pictures, install tesseract-ocr and ask for OCR."
        case .encrypted(let file):
            "\(file) is encrypted; give its password (PDF only) or save it without one."
        case .wrongPassword(let file):
            "\(file) does not open with the password given; check it."
        case .unknownFormat(let file):
            "\(file) is in no format that can be read; save it as PDF, DOCX, HTML or text."
        case .olderFormat(let file, let name, let successor):
            "\(file) is a file of \(name); save it as \(successor)."
        case .damaged(let file, let format, let reason):
            "\(file) is damaged or not \(article(of: format)) \(format) file (\(reason)); get it again from where it came."
        case .hostile(let file, let reason):
            "\(file) was refused because \(reason); do not trust where it came from."
        case .changedWhileReading(let file):
            "\(file) changed while it was read; add it again when nothing writes to it."
        case .timedOut(let file, let seconds):
            "\(file) took longer than \(seconds) seconds to read; split it."
        case .missingProgram(let file, let program, let package):
            "\(file) needs the program \(program); install the package \(package)."
        case .cancelled(let file):
            "\(file) was not read because the work was stopped; add it again."
        }
    }

    /// `an` before a vowel, and before the letters that are spelt with one first: an EPUB, an RTF, an XLSX.
    private func article(of format: String) -> String {
        let isSpelt = format.prefix { $0.isUppercase }.count > 1
        return format.first.map { (isSpelt ? "AEFHILMNORSX" : "AEIOaeio").contains($0) } == true ? "an" : "a"
    }

    /// A size for people, in megabytes of 2^20 bytes; small ones in bytes.
    private func megabytes(_ byteCount: Int) -> String {
        byteCount >= 1 << 20 ? "\(byteCount >> 20) MB" : "\(byteCount) bytes"
    }
}
