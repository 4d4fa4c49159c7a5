// How much of a file is read at most, and what the person who adds it may choose.
// Everything from outside is bounded here, in one place, so that no reader invents a bound of its own.

/// The bounds that keep one file from costing everybody else's time and memory.
package struct ReadingLimits: Sendable, Equatable {
    /// The size of the file itself.
    package var byteCount = 100 << 20
    /// The text made of it, in UTF-8; 100 MB in any encoding fit.
    package var textByteCount = 160 << 20
    package var pageCount = 10_000
    /// Entries in a ZIP archive (DOCX, EPUB and the like).
    package var archiveEntryCount = 50_000
    /// All entries of an archive together, unpacked.
    package var archiveByteCount = 512 << 20
    /// An entry of more than 8 MB may be this many times as large as its compressed bytes; Office's own stay below 60.
    package var archiveRatio = 200
    package var xmlDepth = 250
    /// The wall-clock time that the reading of one file may take, programs that are run for it included.
    package var seconds = 180
    /// The address space of a program that is run.
    package var programByteCount = 3 << 30
    /// The files taken from the folders named in one go.
    package var fileCount = 10_000

    package init() {}

    package static let standard = ReadingLimits()
}

/// What the person who adds a file may choose.
package struct ReadingOptions: Sendable, Equatable {
    /// How pages without text become text.
    package enum OCR: Sendable, Equatable {
        case off
        /// Read by tesseract, with its names for languages, such as `eng` or `chi_sim+eng`.
        case tesseract(languages: String)
    }

    package var password: String?
    package var ocr: OCR
    /// The encoding that came with the bytes, as HTTP's `charset` does; believed when it decodes.
    package var charset: String?

    package init(password: String? = nil, ocr: OCR = .off, charset: String? = nil) {
        (self.password, self.ocr, self.charset) = (password, ocr, charset)
    }
}
