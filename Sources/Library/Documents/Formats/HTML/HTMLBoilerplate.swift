// What of a page is not its content: menus, footers, notices, things hidden. Judged by element, role, class and the
// share of text that is links; what holds most of the page's text is never thrown away, whatever it is called.

import CLibXML2

/// Decides which elements of one page are left out.
@safe struct HTMLBoilerplate {
    private struct Weight {
        var text = 0
        var linkText = 0
    }

    /// By the number that each element's `_private` holds, which libxml2 leaves to its users.
    private let weights: [Weight]
    private let total: Int
    private var notices: Set<xmlNodePtr> = unsafe []

    init(root: HTMLNode) {
        // Parents get their numbers before their children, so that sums go up in the opposite order.
        var parents = [0, 0]
        var links = [false, root.name == "a"]
        var weights = [Weight(), Weight()]
        root.number = 1
        root.walk { node in
            guard let parent = node.parent?.number, parent > 0 else { return .skip }
            if node.isText {
                weights[parent].text += node.visibleLength
                return .skip
            }
            guard node.isElement, !Self.silent.contains(node.name) else { return .skip }
            node.number = weights.count
            weights.append(Weight())
            parents.append(parent)
            links.append(node.name == "a")
            return Task.isCancelled ? .end : .enter
        }
        for number in weights.indices.dropFirst().reversed() {
            if links[number] { weights[number].linkText = weights[number].text }
            weights[parents[number]].text += weights[number].text
            weights[parents[number]].linkText += weights[number].linkText
        }
        total = weights[1].text
        self.weights = weights
        unsafe notices = unsafe cookieNotices(in: root)
    }

    private func weight(of node: HTMLNode) -> Weight { weights[node.number] }

    /// The element that holds the content: `main` or the only `article` when it has most of the text, else the body.
    func content(of root: HTMLNode) -> HTMLNode {
        let body = root.descendants(["body"], limit: 1).first ?? root
        let mains = body.descendants(["main", "article", "div", "section"])
        if let main = mains.first(where: { $0.name == "main" || $0["role"] == "main" }), holdsContent(main, of: body) {
            return main
        }
        let articles = mains.filter { $0.name == "article" }
        if articles.count == 1, holdsContent(articles[0], of: body) { return articles[0] }
        return body
    }

    /// Whether `node` has at least as much text as stands outside it, menus and the like not counted.
    private func holdsContent(_ node: HTMLNode, of body: HTMLNode) -> Bool {
        let weight = weight(of: node)
        let own = weight.text - weight.linkText
        guard own > 0, own * 2 < total else { return own > 0 }
        var outside = 0
        body.walk { next in
            if next.isText { outside += next.visibleLength }
            guard next.isElement, unsafe next.pointer != node.pointer, next.name != "a" else { return .skip }
            if outside > own { return .end }
            return isLeftOut(next, isInContent: false) ? .skip : .enter
        }
        return outside <= own
    }

    /// Elements without text for people.
    static let silent: Set<String> = [
        "script", "style", "noscript", "template", "svg", "canvas", "iframe", "object", "embed", "head", "select",
        "option", "input", "textarea", "button", "audio", "video", "map", "dialog", "annotation", "annotation-xml",
        "title", "link", "meta", "datalist", "progress", "meter",
    ]

    /// Whether `node` is left out; `isInContent` when an `article` or `main` is around it.
    func isLeftOut(_ node: HTMLNode, isInContent: Bool) -> Bool {
        if unsafe isHidden(node) || notices.contains(node.pointer) { return true }
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
        let weight = weight(of: node)
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
        let weight = weight(of: node)
        return (weight.text - weight.linkText) * 2 > total
    }

    private func isHidden(_ node: HTMLNode) -> Bool {
        if Self.silent.contains(node.name) || node["hidden"] != nil { return true }
        if node["aria-hidden"] == "true" { return true }
        guard let style = node["style"]?.lowercased().filter({ $0 != " " }) else { return false }
        return style.contains("display:none") || style.contains("visibility:hidden")
    }

    // MARK: Cookie notices

    /// The elements near the page's beginning or end that ask for consent to cookies, whatever they are called.
    private func cookieNotices(in root: HTMLNode) -> Set<xmlNodePtr> {
        var found: Set<xmlNodePtr> = unsafe []
        var offset = 0
        root.walk { node in
            guard node.isText else { return node.number > 0 ? .enter : .skip }
            let isNearEdge = offset < CookieNotice.reach || total - offset < CookieNotice.reach
            if isNearEdge, CookieNotice.isNamed(in: node.content), let notice = unsafe notice(around: node) {
                unsafe found.insert(notice)
            }
            offset += node.visibleLength
            return .skip
        }
        return unsafe found
    }

    /// The smallest element around the text that reads as a notice, with the little that stands beside it.
    private func notice(around text: HTMLNode) -> xmlNodePtr? {
        var notice: (node: HTMLNode, weight: Int)?
        var next = text.parent
        while let node = next, node.number > 0 {
            next = node.parent
            let weight = weight(of: node).text
            guard weight <= CookieNotice.limit, weight < total,
                !["body", "html", "main", "article"].contains(node.name)
            else { break }
            if let (_, inner) = notice {
                guard weight - inner <= 60, node.descendants(["h1", "h2"], limit: 1).isEmpty else { break }
                notice = (node, weight)
            } else if Self.containers.contains(node.name), CookieNotice.isNotice(node.textWithButtons) {
                notice = (node, weight)
            }
        }
        return unsafe notice?.node.pointer
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

/// How notices about cookies read, in English and Chinese.
private enum CookieNotice {
    /// The most bytes of a notice, white space left out.
    static let limit = 900
    /// How many bytes of text from the page's beginning or end a notice may be away.
    static let reach = 2000

    static func isNamed(in text: String) -> Bool { text.lowercased().contains("cookie") }

    /// Whether the text says that cookies are used here and offers something to press.
    static func isNotice(_ text: String) -> Bool {
        let text = text.lowercased()
        return uses.contains { text.contains($0) } && choices.contains { text.contains($0) }
    }

    private static let uses = [
        "uses cookies", "use cookies", "using cookies", "use of cookies", "cookies to ensure", "cookies to improve",
        "cookies on this", "cookie policy", "cookies and similar", "使用cookie", "使用 cookie", "使用了cookie",
        "cookie政策", "cookie 政策", "cookies政策", "cookies 政策", "的cookie", "的 cookie",
    ]

    private static let choices = [
        "accept", "agree", "consent", "got it", "learn more", "more info", "find out more", "settings", "preferences",
        "decline", "reject", "dismiss", "allow", "接受", "同意", "了解更多", "了解详情", "知道了", "拒绝", "拒絕", "設定", "设置",
    ]
}

extension HTMLNode {
    /// All text inside, that of buttons too.
    fileprivate var textWithButtons: String {
        var text = ""
        var stack = [self]
        while let node = stack.popLast() {
            if node.isText { text += node.content + " " }
            guard node.isElement, !["script", "style", "template"].contains(node.name) else { continue }
            stack += node.children.reversed()
        }
        return text.collapsed()
    }

    /// The number that `HTMLBoilerplate` has given the element; 0 when it has none.
    fileprivate var number: Int {
        get { unsafe Int(bitPattern: pointer.pointee._private) }
        nonmutating set { unsafe pointer.pointee._private = unsafe UnsafeMutableRawPointer(bitPattern: newValue) }
    }

    /// How many bytes of the text node are not white space; three of them make a Chinese character.
    fileprivate var visibleLength: Int {
        guard var byte = unsafe pointer.pointee.content else { return 0 }
        var count = 0
        while unsafe byte.pointee != 0 {
            if unsafe byte.pointee > 0x20 { count += 1 }
            unsafe byte += 1
        }
        return count
    }
}
