// HTML through libxml2's forgiving parser: any bytes give a tree, and a thin view of it walks without copying.

import CLibXML2

/// A parsed page.
struct HTMLTree: ~Copyable {
    private let document: htmlDocPtr

    /// Parses the text of a page of `file`; nil when there is not even one element.
    ///
    /// Throws when its elements are nested deeper than libxml2 follows (256), for what is below would be lost.
    init?(_ text: String, of file: SourceFile) throws(ReadingError) {
        var text = text
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | HTML_PARSE_COMPACT.rawValue
        guard let parser = htmlNewParserCtxt() else { throw file.damaged("there is no memory to parse it") }
        defer { htmlFreeParserCtxt(parser) }
        let document = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { buffer in
                htmlCtxtReadMemory(parser, buffer.baseAddress, Int32(buffer.count), nil, "UTF-8", Int32(options))
            }
        }
        let complaint = parser.pointee.lastError.message.map { String(cString: $0) } ?? ""
        guard !complaint.hasPrefix("Excessive depth") else {
            xmlFreeDoc(document)
            throw .hostile(file: file.name, reason: "its elements are nested deeper than any page's, more than 250")
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
        // Most names are told apart by their first letter, without a string.
        let letters = names.reduce(UInt64(0)) { mask, name in mask | 1 << UInt64((name.utf8.first ?? 0) & 63) }
        var found: [HTMLNode] = []
        walk { node in
            guard found.count < limit else { return .end }
            guard node.isElement else { return .skip }
            if letters & 1 << UInt64(node.firstLetter & 63) != 0, names.contains(node.name) { found.append(node) }
            return .enter
        }
        return found
    }

    /// What to do behind a node of a walk.
    enum Step {
        /// Go on with the nodes inside.
        case enter
        /// Go on with what follows the node.
        case skip
        case end
    }

    /// Visits the nodes below this one in document order, whatever the depth, without memory.
    func walk(_ visit: (HTMLNode) -> Step) {
        var next = pointer.pointee.children
        while let node = next {
            switch visit(HTMLNode(pointer: node)) {
            case .end: return
            case .enter where node.pointee.children != nil && HTMLNode(pointer: node).isElement:
                next = node.pointee.children
                continue
            case .enter, .skip: break
            }
            var last = node
            while last.pointee.next == nil, let parent = last.pointee.parent, parent != pointer { last = parent }
            next = last.pointee.next
        }
    }

    /// The first byte of the name without prefix.
    private var firstLetter: UInt8 {
        guard let start = pointer.pointee.name else { return 0 }
        var (byte, first) = (start, start.pointee)
        while byte.pointee != 0 {
            if byte.pointee == UInt8(ascii: ":") { first = byte[1] }
            byte += 1
        }
        return first
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
