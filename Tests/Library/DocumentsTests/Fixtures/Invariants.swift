// What is true of every document, whatever it was made of.

import Testing

@testable import Documents

/// Checks that ranges are true, in order, on scalar boundaries, and that the text is clean.
func expectSound(_ document: Document, sourceLocation: SourceLocation = #_sourceLocation) {
    let utf8 = Array(document.text.utf8)
    func isBoundary(_ offset: Int) -> Bool { offset == utf8.count || utf8[offset] & 0xC0 != 0x80 }

    var end: Int?
    for block in document.blocks {
        #expect(!block.range.isEmpty && block.range.upperBound <= utf8.count, sourceLocation: sourceLocation)
        guard block.range.upperBound <= utf8.count else { return }
        #expect(
            isBoundary(block.range.lowerBound) && isBoundary(block.range.upperBound),
            sourceLocation: sourceLocation
        )
        if let end {
            #expect(block.range.lowerBound == end + 1 && utf8[end] == 0x0A, sourceLocation: sourceLocation)
        } else {
            #expect(block.range.lowerBound == 0, sourceLocation: sourceLocation)
        }
        end = block.range.upperBound
    }
    #expect(end ?? 0 == utf8.count, sourceLocation: sourceLocation)

    for page in document.pages {
        var last = 0
        for word in page.words {
            #expect(
                word.range.lowerBound >= last && word.range.upperBound <= utf8.count,
                sourceLocation: sourceLocation
            )
            guard word.range.upperBound <= utf8.count else { return }
            #expect(
                isBoundary(word.range.lowerBound) && isBoundary(word.range.upperBound),
                sourceLocation: sourceLocation
            )
            last = word.range.upperBound
        }
    }

    let unwanted = document.text.unicodeScalars.first { scalar in
        scalar.value < 0x20 && scalar != "\t" && scalar != "\n" || (0x7F..<0xA0).contains(scalar.value)
            || scalar.value == 0xFEFF
    }
    #expect(unwanted == nil, sourceLocation: sourceLocation)
}

extension Document {
    /// The blocks as `kind: text`, for comparisons with a whole expected document.
    var outline: [String] { blocks.map { "\($0.kind.name): \(text(of: $0))" } }
}

extension Block.Kind {
    var name: String {
        switch self {
        case .heading(let level): "h\(level)"
        case .paragraph: "p"
        case .listItem: "li"
        case .numberedItem(let number): "li\(number)"
        case .quotation: "quote"
        case .code: "code"
        case .table(let headerRows): "table\(headerRows)"
        case .note: "note"
        case .caption: "caption"
        }
    }
}

/// Reads a text or bytes that came without a path.
func read(
    _ bytes: some Sequence<UInt8>,
    named name: String,
    limits: ReadingLimits = .standard
) async throws(ReadingError) -> Document {
    try await DocumentLoader(limits: limits).load(Array(bytes), named: name)
}

func read(_ text: String, named name: String) async throws(ReadingError) -> Document {
    try await read(text.utf8, named: name)
}
