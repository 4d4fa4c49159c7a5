// HTML through libxml2's forgiving parser: any bytes give a tree, and a thin view of it walks without copying.

import CLibXML2

/// A parsed page.
struct HTMLTree: ~Copyable {
    private let document: htmlDocPtr

    /// Parses `text`; nil when there is not even one element.
    init?(_ text: String) {
        var text = text
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | HTML_PARSE_COMPACT.rawValue
        let document = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { buffer in
                htmlReadMemory(buffer.baseAddress, Int32(buffer.count), nil, "UTF-8", Int32(options))
            }
        }
        guard let document else { return nil }
        guard xmlDocGetRootElement(document) != nil else {
            xmlFreeDoc(document)
            return nil
        }
        self.document = document
    }

    deinit { xmlFreeDoc(document) }

    /// Lends the root element; nodes must not leave the closure, as the tree ends with `self`.
    borrowing func withRoot<Result>(_ body: (HTMLNode) throws(ReadingError) -> Result) throws(ReadingError) -> Result? {
        guard let root = xmlDocGetRootElement(document) else { return nil }
        return try body(HTMLNode(pointer: root))
    }
}

/// One node of a page: an element or a text.
struct HTMLNode {
    let pointer: xmlNodePtr

    var isElement: Bool { pointer.pointee.type == XML_ELEMENT_NODE }

    var isText: Bool { pointer.pointee.type == XML_TEXT_NODE || pointer.pointee.type == XML_CDATA_SECTION_NODE }

    /// The element's name in lower case, without prefix.
    var name: String {
        guard let name = pointer.pointee.name else { return "" }
        let text = String(cString: name)
        guard text.utf8.contains(UInt8(ascii: ":")) else { return text }
        return text.lastIndex(of: ":").map { String(text[text.index(after: $0)...]) } ?? text
    }

    /// The text node's own text, not yet cleaned.
    var content: String { pointer.pointee.content.map { String(cString: $0) } ?? "" }

    subscript(attribute: String) -> String? {
        guard pointer.pointee.properties != nil, let value = xmlGetProp(pointer, attribute) else { return nil }
        defer { xmlRelease(value) }
        return String(cString: value).cleaned()
    }

    var parent: HTMLNode? { pointer.pointee.parent.map(HTMLNode.init) }

    /// The child nodes, in order.
    var children: some Sequence<HTMLNode> {
        sequence(first: pointer.pointee.children, next: { $0?.pointee.next }).lazy.compactMap { $0.map(HTMLNode.init) }
    }

    /// The elements of that name below this one, in document order; stops at `limit`.
    func descendants(_ names: Set<String>, limit: Int = .max) -> [HTMLNode] {
        var found: [HTMLNode] = []
        var stack = [self]
        while let node = stack.popLast(), found.count < limit {
            if node.pointer != pointer, names.contains(node.name) { found.append(node) }
            stack += node.children.filter(\.isElement).reversed()
        }
        return found
    }

    /// All text inside, on one line.
    var text: String {
        var text = ""
        var stack = [self]
        while let node = stack.popLast() {
            if node.isText { text += node.content }
            guard node.isElement, !["script", "style", "template"].contains(node.name) else { continue }
            if node.name == "br" { text += "\n" }
            stack += node.children.reversed()
        }
        return text.cleaned().collapsed()
    }
}
