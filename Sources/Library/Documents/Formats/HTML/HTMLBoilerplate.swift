// What of a page is not its content: menus, footers, notices, things hidden. Judged by element, role, class and the
// share of text that is links; what holds most of the page's text is never thrown away, whatever it is called.

import CLibXML2

/// Decides which elements of one page are left out.
struct HTMLBoilerplate {
    private struct Weight {
        var text = 0
        var linkText = 0
    }

    private var weights: [xmlNodePtr: Weight] = [:]
    private let total: Int

    init(root: HTMLNode) {
        // Children first, with a stack of our own: a page may be nested deeper than threads like.
        var stack: [(node: HTMLNode, isDone: Bool)] = [(root, false)]
        while let (node, isDone) = stack.popLast() {
            if isDone {
                var weight = Weight()
                for child in node.children {
                    if child.isText {
                        weight.text += child.visibleLength
                    } else if let inner = weights[child.pointer] {
                        weight.text += inner.text
                        weight.linkText += inner.linkText
                    }
                }
                if node.name == "a" { weight.linkText = weight.text }
                weights[node.pointer] = weight
            } else if !Self.silent.contains(node.name) {
                stack.append((node, true))
                for child in node.children where child.isElement { stack.append((child, false)) }
            }
        }
        total = weights[root.pointer]?.text ?? 0
    }

    /// The element that holds the content: `main` or the only `article` when it has enough text, else the body.
    func content(of root: HTMLNode) -> HTMLNode {
        let body = root.descendants(["body"], limit: 1).first ?? root
        let mains = body.descendants(["main", "article", "div", "section"])
        if let main = mains.first(where: { $0.name == "main" || $0["role"] == "main" }), isSubstantial(main) {
            return main
        }
        let articles = mains.filter { $0.name == "article" }
        if articles.count == 1, isSubstantial(articles[0]) { return articles[0] }
        return body
    }

    private func isSubstantial(_ node: HTMLNode) -> Bool {
        let weight = weights[node.pointer] ?? Weight()
        let own = weight.text - weight.linkText
        return own >= 200 || own * 3 >= total
    }

    /// Elements without text for people.
    static let silent: Set<String> = [
        "script", "style", "noscript", "template", "svg", "canvas", "iframe", "object", "embed", "head", "select",
        "option", "input", "textarea", "button", "audio", "video", "map", "dialog", "annotation", "annotation-xml",
        "title", "link", "meta", "datalist", "progress", "meter",
    ]

    /// Whether `node` is left out; `isInContent` when an `article` or `main` is around it.
    func isLeftOut(_ node: HTMLNode, isInContent: Bool) -> Bool {
        if isHidden(node) { return true }
        let name = node.name
        if name == "nav" || name == "footer" { return !holdsMostText(node) }
        if (name == "aside" || name == "header"), !isInContent { return !holdsMostText(node) }
        switch node["role"] {
        case "navigation", "banner", "contentinfo", "search", "menu", "menubar", "dialog", "alertdialog", "toolbar":
            return !holdsMostText(node)
        default: break
        }
        guard Self.containers.contains(name), !holdsMostText(node) else { return false }
        let tokens = Self.tokens(of: node)
        if !tokens.isDisjoint(with: Self.strongSigns) { return true }
        let weight = weights[node.pointer] ?? Weight()
        if !tokens.isDisjoint(with: Self.weakSigns) {
            return weight.text < 300 || weight.linkText * 3 >= weight.text
        }
        return !isInContent && isLinkList(node, weight)
    }

    /// A list of nothing but links, as menus are: five and more, short, without sentences.
    private func isLinkList(_ node: HTMLNode, _ weight: Weight) -> Bool {
        guard weight.text > 0, weight.linkText * 20 >= weight.text * 17 else { return false }
        let links = node.descendants(["a"], limit: 400)
        return links.count >= 5 && weight.text / links.count < 30
    }

    private func holdsMostText(_ node: HTMLNode) -> Bool {
        guard let weight = weights[node.pointer] else { return false }
        return (weight.text - weight.linkText) * 2 > total
    }

    private func isHidden(_ node: HTMLNode) -> Bool {
        if Self.silent.contains(node.name) || node["hidden"] != nil { return true }
        if node["aria-hidden"] == "true" { return true }
        guard let style = node["style"]?.lowercased().filter({ $0 != " " }) else { return false }
        return style.contains("display:none") || style.contains("visibility:hidden")
    }

    // MARK: Names of classes

    private static let containers: Set<String> = [
        "div", "section", "ul", "ol", "dl", "aside", "p", "span", "form", "table", "header", "a", "li", "small",
        "td", "tr", "center", "sup",
    ]

    private static let strongSigns: Set<String> = [
        "nav", "navbar", "navigation", "navbox", "sidebar", "footer", "cookie", "cookies", "consent", "gdpr",
        "breadcrumb", "breadcrumbs", "advert", "adverts", "advertisement", "ads", "newsletter", "popup", "noprint",
        "pagination", "printfooter", "catlinks", "editsection", "skiplink", "masthead", "sr", "visuallyhidden",
        "offscreen", "toc", "backlink", "sitemap", "colophon", "siteheader", "sitefooter", "cookiebar", "cookiebanner",
    ]

    private static let weakSigns: Set<String> = [
        "menu", "banner", "share", "sharing", "social", "related", "subscribe", "modal", "skip", "promo", "sponsor",
        "sponsored", "toolbar", "pager", "login", "signup", "search", "topbar", "tags", "jump", "metadata",
        "recommended", "copyright", "legal", "dropdown", "overlay", "notice", "widget", "languages",
    ]

    /// The words of the element's class and id: `site-footer mainNav` gives site, footer, main, nav.
    private static func tokens(of node: HTMLNode) -> Set<String> {
        var tokens: Set<String> = []
        for attribute in ["class", "id"] {
            guard let value = node[attribute] else { continue }
            var word = ""
            var whole = ""
            for character in value {
                if character.isUppercase && word.last?.isLowercase == true {
                    tokens.insert(word.lowercased())
                    word = ""
                }
                if character.isLetter {
                    word.append(character)
                    whole.append(character)
                } else {
                    tokens.formUnion([word.lowercased(), whole.lowercased()])
                    word = ""
                    if character == " " { whole = "" }
                }
            }
            tokens.formUnion([word.lowercased(), whole.lowercased()])
        }
        return tokens
    }
}

extension HTMLNode {
    /// How many bytes of the text node are not white space; three of them make a Chinese character.
    fileprivate var visibleLength: Int {
        guard var byte = pointer.pointee.content else { return 0 }
        var count = 0
        while byte.pointee != 0 {
            if byte.pointee > 0x20 { count += 1 }
            byte += 1
        }
        return count
    }
}
