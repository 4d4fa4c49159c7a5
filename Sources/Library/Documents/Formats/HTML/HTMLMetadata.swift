// What a page says of itself: title, author, date, language and canonical address, in meta elements, OpenGraph,
// JSON-LD and `time`.

/// The particulars of a page.
struct HTMLMetadata {
    var title: String?
    var author: String?
    var date: String?
    var language: String?
    var address: String?

    init(root: HTMLNode, content: HTMLNode) {
        var meta: [String: String] = [:]
        for element in root.descendants(["meta"], limit: 1000) {
            let key = element["property"] ?? element["name"] ?? element["itemprop"]
            guard let key = key?.lowercased(), let value = element["content"]?.collapsed().nonBlank else { continue }
            if meta[key] == nil { meta[key] = value }
        }
        let linked = Self.linkedData(in: root)

        let heading = root.descendants(["h1"], limit: 2)
        let pageTitle = root.descendants(["title"], limit: 1).first?.text.nonBlank
        title = Self.title(
            page: pageTitle,
            stated: meta["og:title"] ?? meta["citation_title"] ?? meta["dc.title"] ?? linked["headline"],
            heading: heading.count == 1 ? heading[0].text.nonBlank : nil
        )

        let authors = [
            meta["author"], meta["citation_author"], meta["dc.creator"], meta["article:author"], linked["author"],
            meta["byl"], meta["parsely-author"],
        ]
        let byline = authors.lazy.compactMap { $0 }.first { !$0.contains("://") } ?? Self.authorElement(in: root)
        author = byline.map { Byline($0) }?.author

        let dates = [
            meta["article:published_time"], meta["citation_publication_date"], meta["datepublished"],
            linked["datePublished"], meta["date"], meta["dc.date"], meta["dcterms.date"], meta["pubdate"],
            meta["publishdate"], meta["dc.date.issued"], meta["article:modified_time"], meta["og:updated_time"],
            meta["last-modified"], linked["dateModified"],
        ]
        date =
            dates.lazy.compactMap { $0.flatMap(DocumentDate.iso) }.first ?? Self.timeElement(in: content)
            ?? byline.map { Byline($0) }?.date

        let canonical = root.descendants(["link"], limit: 1000).first { $0["rel"]?.lowercased() == "canonical" }
        address = [canonical?["href"], meta["og:url"]].lazy.compactMap { $0 }.first { address in
            address.hasPrefix("https://") || address.hasPrefix("http://")
        }
        language = root["lang"].flatMap { Self.languageTag($0) }
    }

    /// The title without the site's name: the only `h1` when the page's title contains it.
    private static func title(page: String?, stated: String?, heading: String?) -> String? {
        if let heading, let whole = page ?? stated, whole.contains(heading) { return heading }
        guard let title = stated ?? page ?? heading else { return nil }
        return title
    }

    /// `en-US` gives `en`; Chinese keeps nothing of its script, as the detector does.
    private static func languageTag(_ tag: String) -> String? {
        let primary = tag.split { $0 == "-" || $0 == "_" }.first.map { $0.lowercased() } ?? ""
        return (2...3).contains(primary.count) && primary.allSatisfy(\.isLetter) && primary != "und" ? primary : nil
    }

    private static func authorElement(in root: HTMLNode) -> String? {
        let element = root.descendants(["a", "span", "address", "p", "div"], limit: 5000).first { node in
            node["rel"] == "author" || node["itemprop"] == "author"
                || ["author", "byline"].contains(node["class"]?.lowercased() ?? "")
        }
        guard let text = element?.text, text.count < 80 else { return nil }
        return text.nonBlank
    }

    private static func timeElement(in content: HTMLNode) -> String? {
        content.descendants(["time"], limit: 20).lazy
            .compactMap { time in DocumentDate.iso(time["datetime"] ?? time.text) }.first
    }

    /// The strings of JSON-LD objects that pages use: headline, author's name and the dates.
    private static func linkedData(in root: HTMLNode) -> [String: String] {
        var found: [String: String] = [:]
        for script in root.descendants(["script"], limit: 500) where script["type"] == "application/ld+json" {
            let text = script.children.map(\.content).joined()
            // A page's broken script is no error of ours.
            guard let value = try? JSONValue(parsing: text) else { continue }
            var objects = [value]
            if case .array(let items) = value { objects = items }
            if case .array(let items)? = value["@graph"] { objects += items }
            for object in objects {
                for key in ["headline", "datePublished", "dateModified"] where found[key] == nil {
                    if case .string(let text)? = object[key] { found[key] = text.cleaned().collapsed() }
                }
                if found["author"] == nil, let author = object["author"] { found["author"] = names(author) }
            }
        }
        return found
    }

    private static func names(_ author: JSONValue) -> String? {
        switch author {
        case .string(let name): name.cleaned().collapsed().nonBlank
        case .object: author["name"].flatMap(names)
        case .array(let items): items.compactMap(names).joined(separator: ", ").nonBlank
        default: nil
        }
    }
}
