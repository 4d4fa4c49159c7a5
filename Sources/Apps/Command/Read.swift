// `kaiyuan read`: what is understood of one file, without adding it.

internal import ArgumentParser
internal import Documents
internal import Foundation

/// Prints a file's title, blocks and anchors.
struct Read: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what is understood of a file: title, blocks, anchors.",
        discussion: """
              kaiyuan read report.pdf
              kaiyuan read secret.pdf --password abc --json
            """
    )

    @Argument(help: "The file.", completion: .file())
    var file: String

    @Option(name: .long, help: "The password of an encrypted file.")
    var password: String?

    @Option(name: .long, help: "Read scanned pages with tesseract, in these languages.")
    var ocr: String?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let options = ReadingOptions(password: password, ocr: ocr.map { .tesseract(languages: $0) } ?? .off)
        let document = try await DocumentLoader(options: options).load(file)
        if json { return try printJSON(DocumentReport(document)) }
        let terminal = Terminal.output
        let facts = [
            ("title", document.title), ("author", document.author), ("date", document.date),
            ("language", document.language), ("format", document.format.rawValue), ("address", document.address),
        ]
        for (name, value) in facts {
            if let value {
                print("\(terminal.styled(name.padding(toLength: 10, withPad: " ", startingAt: 0), .dim))\(value)")
            }
        }
        for block in document.blocks {
            print(
                "\n\(terminal.styled("\(block.kind.name) · \(block.anchor.text)", .dim))\n\(document.text(of: block))"
            )
        }
    }
}

/// What `read --json` prints.
private struct DocumentReport: Encodable {
    struct BlockRow: Encodable {
        var kind: String
        var text: String
        var start: Int
        var end: Int
        var headings: [String]
        var anchor: String
    }

    var title: String?
    var author: String?
    var date: String?
    var language: String?
    var address: String?
    var format: String
    var blocks: [BlockRow]
    var pages: Int

    init(_ document: Document) {
        (title, author, date) = (document.title, document.author, document.date)
        (language, address, format) = (document.language, document.address, document.format.rawValue)
        pages = document.pages.count
        blocks = document.blocks.map { block in
            BlockRow(
                kind: block.kind.name,
                text: document.text(of: block),
                start: block.range.lowerBound,
                end: block.range.upperBound,
                headings: block.headings,
                anchor: block.anchor.text
            )
        }
    }
}

extension Block.Kind {
    fileprivate var name: String {
        switch self {
        case .heading(let level): "heading \(level)"
        case .paragraph: "paragraph"
        case .listItem: "list item"
        case .numberedItem(let number): "list item \(number)"
        case .quotation: "quotation"
        case .code: "code"
        case .table: "table"
        case .note: "note"
        case .caption: "caption"
        }
    }
}

extension Anchor {
    fileprivate var text: String {
        switch self {
        case .page(let number, let box?):
            String(format: "page %d, %.0f×%.0f at %.0f,%.0f", number, box.width, box.height, box.x, box.y)
        case .page(let number, nil): "page \(number)"
        case .lines(let first, let last): first == last ? "line \(first)" : "lines \(first)–\(last)"
        case .slide(let number): "slide \(number)"
        case .cells(let sheet, let range): sheet.isEmpty ? "cells \(range)" : "sheet \(sheet), cells \(range)"
        case .time(let start, let end): String(format: "%.1f–%.1f s", start, end)
        case .headings: "headings"
        }
    }
}
