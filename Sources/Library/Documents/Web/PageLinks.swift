// Where a page leads and what it asks of programs that read it: links, the feeds it offers, and its robots rules.

internal import Foundation

/// The links of an HTML page.
package struct PageLinks: Sendable, Equatable {
    /// What `href` says in `a` and `area`, in order and as written, without those marked `nofollow`.
    package private(set) var targets: [String] = []
    /// The feeds that the page names as its own, as written.
    package private(set) var feeds: [String] = []
    /// What `<base href>` says that relative links start from.
    package private(set) var base: String?
    /// The words of `<meta name="robots">` and of the one for this program, in lower case.
    package private(set) var robots: Set<String> = []

    /// Links beyond this number are no page's own.
    private static let linkCount = 5_000

    /// Reads the page; one that is no HTML, or nested too deep, has no links.
    ///
    /// - Parameters:
    ///   - bytes: the page.
    ///   - charset: the encoding that came with it.
    ///   - agent: the name, in lower case, under which a page may address this program.
    package init(of bytes: [UInt8], charset: String?, agent: String) {
        let text = TextDecoder().decode(bytes, declared: charset ?? HTMLCharset.declared(in: bytes))
        let file = SourceFile(
            name: "",
            bytes: bytes,
            format: .html,
            limits: .standard,
            options: ReadingOptions(charset: charset)
        )
        guard let tree = try? HTMLTree(text, of: file) else { return }
        _ = try? tree.withRoot { root in
            for node in root.descendants(["a", "area", "link", "meta", "base"], limit: Self.linkCount) {
                take(node, agent)
            }
        }
        if robots.contains("nofollow") || robots.contains("none") { targets = [] }
    }

    private mutating func take(_ node: HTMLNode, _ agent: String) {
        func words(_ attribute: String) -> Set<String> {
            Set((node[attribute] ?? "").lowercased().split { $0 == " " || $0 == "," }.map(String.init))
        }
        switch node.name {
        case "base":
            base = base ?? node["href"]
        case "meta":
            let name = node["name"]?.lowercased()
            if name == "robots" || name == agent { robots.formUnion(words("content")) }
        case "link":
            let kinds = ["application/rss+xml", "application/atom+xml", "application/feed+json"]
            guard words("rel").contains("alternate"), let type = node["type"]?.lowercased(), kinds.contains(type),
                let target = node["href"]
            else { return }
            feeds.append(target)
        default:
            if let target = node["href"], !words("rel").contains("nofollow") { targets.append(target) }
        }
    }
}
