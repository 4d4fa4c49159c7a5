// EPUB 2 and 3: the chapters of the spine in order, each read as HTML; title, author and date of the package.

import Foundation

/// Reads EPUB.
struct EPUBReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.epub]

    func read(_ file: SourceFile) throws(ReadingError) -> Document {
        let archive = try ZipArchive(file)
        guard let container = try archive.contents(of: "META-INF/container.xml"),
            let path = try XMLReader(container, of: file).root().descendants("rootfile").first?["full-path"],
            let bytes = try archive.contents(of: path)
        else { throw file.damaged("its package file is missing") }
        let package = try XMLReader(bytes, of: file).root()
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        let chapters = Self.chapters(of: package, in: folder)

        if let encryption = try archive.contents(of: "META-INF/encryption.xml") {
            // Fonts may be scrambled in a free book; chapters are only in a locked one.
            let locked = try XMLReader(encryption, of: file).root().descendants("CipherReference").compactMap {
                $0["URI"]
            }
            if !Set(locked).isDisjoint(with: chapters) { throw .encrypted(file: file.name) }
        }

        let wanted = Set(chapters)
        let parts = try archive.contents { wanted.contains($0) }
        var builder = DocumentBuilder()
        for chapter in chapters {
            try file.checkCancellation()
            guard let bytes = parts[chapter] else { continue }
            let text = TextDecoder().decode(bytes, declared: HTMLCharset.declared(in: bytes))
            guard let tree = try HTMLTree(text, of: file) else { continue }
            let previous = builder
            let next = try tree.withRoot { (root) throws(ReadingError) in
                var blocks = HTMLBlocks(builder: previous, boilerplate: nil)
                blocks.add(root.descendants(["body"], limit: 1).first ?? root)
                return blocks.builder
            }
            if let next { builder = next }
        }

        var document = builder.document(format: .epub)
        let metadata = package.first("metadata")
        document.title = metadata?.first("title")?.text.collapsed().nonBlank
        let authors = metadata?.children("creator").compactMap { $0.text.collapsed().nonBlank } ?? []
        document.author = authors.joined(separator: ", ").nonBlank
        document.date = metadata?.children("date").lazy.compactMap { DocumentDate.iso($0.text) }.first
        return document
    }

    /// The archive paths of the chapters in reading order; the navigation is left out.
    private static func chapters(of package: XMLElement, in folder: String) -> [String] {
        var items: [String: XMLElement] = [:]
        for item in package.first("manifest")?.children("item") ?? [] {
            if let id = item["id"] { items[id] = item }
        }
        var seen: Set<String> = []
        return (package.first("spine")?.children("itemref") ?? []).compactMap { reference in
            guard let item = reference["idref"].flatMap({ items[$0] }), let target = item["href"] else { return nil }
            if item["properties"]?.split(separator: " ").contains("nav") == true { return nil }
            let path = OfficePackage.resolve(target.removingPercentEncoding ?? target, in: folder)
            return seen.insert(path).inserted ? path : nil
        }
    }
}
