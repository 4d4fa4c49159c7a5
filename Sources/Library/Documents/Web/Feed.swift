// Feeds in their three dialects (RSS 0.9–2.0, Atom, JSON Feed): a title and the articles that somebody published.

internal import Foundation

/// What a feed says.
package struct Feed: Sendable, Equatable {
    /// One article, as its feed announces it.
    package struct Article: Sendable, Equatable {
        /// Where it stands, as written.
        package var address: String
        package var title: String?
        package var author: String?
        /// ISO 8601.
        package var date: String?
        /// Its HTML, where the feed carries the whole article and not only a summary.
        package var content: String?
    }

    package private(set) var title: String?
    package private(set) var author: String?
    /// In the order of the feed, at most 500.
    package private(set) var articles: [Article] = []

    private static let articleCount = 500

    /// Reads a feed; nil where the bytes are none.
    ///
    /// An article without an address is left out, for nobody could look it up.
    package init?(_ bytes: [UInt8]) {
        guard let first = bytes.first(where: { $0 > 0x20 && $0 < 0x80 }) else { return nil }
        switch first {
        case UInt8(ascii: "{"): guard readJSON(bytes) else { return nil }
        case UInt8(ascii: "<"): guard readXML(bytes) else { return nil }
        default: return nil
        }
    }

    // MARK: RSS and Atom

    private mutating func readXML(_ bytes: [UInt8]) -> Bool {
        let head = String(decoding: bytes.prefix(2_048), as: UTF8.self)
        guard head.contains("<rss") || head.contains("<feed") || head.contains("rdf:RDF") else { return false }
        let file = SourceFile(name: "feed", bytes: bytes, format: .html, limits: .standard, options: ReadingOptions())
        guard let reader = try? XMLReader(bytes, of: file) else { return false }
        let wanted: Set<String> = ["title", "author", "managingEditor", "creator", "item", "entry"]
        // What is broken ends the reading, not what was read before.
        while let element = try? reader.nextElement(named: wanted), articles.count < Self.articleCount {
            switch element.name {
            case "item", "entry":
                if let article = Self.article(element) { articles.append(article) }
            case "title":
                title = title ?? Self.line(element)
            default:
                author = author ?? Self.person(element)
            }
        }
        return true
    }

    private static func article(_ element: XMLElement) -> Article? {
        guard let address = address(of: element) else { return nil }
        let dates = ["published", "pubDate", "date", "updated"]
        let authors = element.children("creator") + element.children("author")
        return Article(
            address: address,
            title: element.first("title").flatMap(line),
            author: authors.compactMap(person).joined(separator: ", ").nonBlank,
            date: dates.lazy.compactMap { element.first($0)?.text }.compactMap(DocumentDate.iso).first,
            content: content(of: element)
        )
    }

    /// Atom's link to the article itself, RSS's `link`, or an `id` or `guid` that is one.
    private static func address(of element: XMLElement) -> String? {
        let links = element.children("link")
        let alternate = links.first { $0["href"] != nil && ($0["rel"] ?? "alternate") == "alternate" }
        if let address = alternate?["href"] ?? links.lazy.compactMap({ $0.text.trimmed().nonBlank }).first {
            return address
        }
        let name = element.first("guid") ?? element.first("id")
        guard let text = name?.text.trimmed(), text.hasPrefix("http"), name?["isPermaLink"] != "false" else {
            return nil
        }
        return text
    }

    /// `content:encoded` of RSS, or Atom's `content` of text, HTML or XHTML.
    private static func content(of element: XMLElement) -> String? {
        if let encoded = element.first("encoded") { return encoded.text.nonBlank }
        guard let content = element.first("content"), content["src"] == nil else { return nil }
        switch content["type"] ?? "text" {
        case "html", "text/html": return content.text.nonBlank
        case "xhtml", "application/xhtml+xml": return markup(of: content)
        case "text": return content.text.nonBlank.map { "<p>\(escaped($0))</p>" }
        default: return nil
        }
    }

    /// The element's inside as HTML again; attributes are of no use to a reader of text.
    private static func markup(of element: XMLElement) -> String {
        element.nodes.map { node in
            switch node {
            case .text(let text): escaped(text)
            case .element(let inner): "<\(inner.name)>\(markup(of: inner))</\(inner.name)>"
            }
        }
        .joined()
    }

    private static func person(_ element: XMLElement) -> String? {
        let name = element.first("name").flatMap(line) ?? line(element)
        // RSS writes "mail@example.org (Name)".
        guard let name, let open = name.firstIndex(of: "("), name.hasSuffix(")"), name.contains("@") else {
            return name.flatMap { $0.contains("@") ? nil : $0 }
        }
        return String(name[name.index(after: open)...].dropLast()).nonBlank
    }

    private static func line(_ element: XMLElement) -> String? {
        // Atom's HTML titles carry markup as text.
        element.text.replacing(/<[^>]{0,200}>/, with: "").resolvingReferences().collapsed().nonBlank
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }

    // MARK: JSON Feed

    private mutating func readJSON(_ bytes: [UInt8]) -> Bool {
        guard let feed = try? JSONValue(parsing: TextDecoder().decode(bytes)),
            feed["version"]?.text?.contains("jsonfeed.org") == true
        else { return false }
        title = feed["title"]?.text
        author = Self.names(feed)
        guard case .array(let items)? = feed["items"] else { return true }
        articles = items.prefix(Self.articleCount).compactMap { item in
            guard let address = item["url"]?.text ?? item["external_url"]?.text else { return nil }
            return Article(
                address: address,
                title: item["title"]?.text,
                author: Self.names(item),
                date: (item["date_published"]?.text ?? item["date_modified"]?.text).flatMap(DocumentDate.iso),
                content: item["content_html"]?.text
                    ?? item["content_text"]?.text.map { "<p>\(Self.escaped($0))</p>" }
            )
        }
        return true
    }

    /// The names in `authors`, or of the `author` of the format's first version.
    private static func names(_ value: JSONValue) -> String? {
        if case .array(let people)? = value["authors"] {
            return people.compactMap { $0["name"]?.text }.joined(separator: ", ").nonBlank
        }
        return value["author"]?["name"]?.text
    }
}

extension JSONValue {
    /// The string on one line, or nil where the value is none or blank.
    fileprivate var text: String? {
        guard case .string(let text) = self else { return nil }
        return text.cleaned().nonBlank
    }
}
