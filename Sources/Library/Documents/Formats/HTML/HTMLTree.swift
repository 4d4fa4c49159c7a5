// HTML through libxml2's forgiving parser: any bytes give a tree, and a thin view of it walks without copying.

import CLibXML2

/// A parsed page.
@safe struct HTMLTree: ~Copyable {
    private let document: htmlDocPtr

    /// Parses the text of a page of `file`; nil when there is not even one element.
    ///
    /// Throws when its elements are nested deeper than libxml2 follows (256), for what is below would be lost.
    init?(_ text: String, of file: SourceFile) throws(ReadingError) {
        var text = text
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | HTML_PARSE_COMPACT.rawValue
        guard let parser = unsafe htmlNewParserCtxt() else { throw file.damaged("there is no memory to parse it") }
        defer { unsafe htmlFreeParserCtxt(parser) }
        let document = text.withUTF8 { utf8 in
            unsafe utf8.withMemoryRebound(to: CChar.self) { buffer in
                unsafe htmlCtxtReadMemory(parser, buffer.baseAddress, Int32(buffer.count), nil, "UTF-8", Int32(options))
            }
        }
        let complaint = unsafe parser.pointee.lastError.message.map { unsafe String(cString: $0) } ?? ""
        guard !complaint.hasPrefix("Excessive depth") else {
            unsafe xmlFreeDoc(document)
            throw .hostile(file: file.name, reason: "its elements are nested deeper than any page's, more than 250")
        }
        guard let document = unsafe document else { return nil }
        guard unsafe xmlDocGetRootElement(document) != nil else {
            unsafe xmlFreeDoc(document)
            return nil
        }
        unsafe self.document = unsafe document
    }

    deinit { unsafe xmlFreeDoc(document) }

    /// Lends the root element; nodes must not leave the closure, as the tree ends with `self`.
    borrowing func withRoot<Result>(_ body: (HTMLNode) throws(ReadingError) -> Result) throws(ReadingError) -> Result? {
        guard let root = unsafe xmlDocGetRootElement(document) else { return nil }
        return unsafe try body(HTMLNode(pointer: root))
    }
}

/// One node of a page: an element or a text.
@safe struct HTMLNode {
    let pointer: xmlNodePtr

    var isElement: Bool { unsafe pointer.pointee.type == XML_ELEMENT_NODE }

    var isText: Bool { unsafe pointer.pointee.type == XML_TEXT_NODE || pointer.pointee.type == XML_CDATA_SECTION_NODE }

    /// The element's name in lower case, without prefix.
    var name: String {
        guard let name = unsafe pointer.pointee.name else { return "" }
        let text = unsafe String(cString: name)
        guard text.utf8.contains(UInt8(ascii: ":")) else { return text }
        return text.lastIndex(of: ":").map { String(text[text.index(after: $0)...]) } ?? text
    }

    /// The text node's own text, not yet cleaned.
    var content: String { unsafe pointer.pointee.content.map { unsafe String(cString: $0) } ?? "" }

    subscript(attribute: String) -> String? {
        guard unsafe pointer.pointee.properties != nil, let value = unsafe xmlGetProp(pointer, attribute) else {
            return nil
        }
        defer { unsafe xmlRelease(value) }
        return unsafe String(cString: value).cleaned()
    }

    var parent: HTMLNode? { unsafe pointer.pointee.parent.map(HTMLNode.init) }

    /// The child nodes, in order.
    var children: some Sequence<HTMLNode> {
        let first = unsafe pointer.pointee.children.map(HTMLNode.init)
        return sequence(first: first) { node in node.map { unsafe $0.pointer.pointee.next.map(HTMLNode.init) } }
            .lazy.compactMap(\.self)
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
        var next = unsafe pointer.pointee.children
        while let node = unsafe next {
            switch unsafe visit(HTMLNode(pointer: node)) {
            case .end: return
            case .enter where unsafe node.pointee.children != nil && HTMLNode(pointer: node).isElement:
                unsafe next = unsafe node.pointee.children
                continue
            case .enter, .skip: break
            }
            var last = unsafe node
            while unsafe last.pointee.next == nil, let parent = unsafe last.pointee.parent, unsafe parent != pointer {
                unsafe last = unsafe parent
            }
            unsafe next = unsafe last.pointee.next
        }
    }

    /// The first byte of the name without prefix.
    private var firstLetter: UInt8 {
        guard let start = unsafe pointer.pointee.name else { return 0 }
        var (byte, first) = unsafe (start, start.pointee)
        while unsafe byte.pointee != 0 {
            if unsafe byte.pointee == UInt8(ascii: ":") { first = unsafe byte[1] }
            unsafe byte += 1
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
