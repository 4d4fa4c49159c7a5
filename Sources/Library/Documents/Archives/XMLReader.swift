// XML through libxml2's streaming reader: no entities, no DTD, no network, bounded depth.
// Parts of office files can be hundreds of megabytes, so a caller takes them element by element.

import CLibXML2

/// One element with all that is inside it, read into memory.
struct XMLElement: Sendable {
    enum Node: Sendable {
        case element(XMLElement)
        case text(String)
    }

    /// The name without its prefix.
    let name: String
    /// Values by name; the prefix is kept when it is another than the element's own, as in `r:id`.
    var attributes: [String: String]
    var nodes: [Node]

    subscript(attribute: String) -> String? { attributes[attribute] }

    var children: [XMLElement] {
        nodes.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    func children(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    func first(_ name: String) -> XMLElement? {
        for case .element(let element) in nodes where element.name == name { return element }
        return nil
    }

    /// The element at the end of a path of child names.
    func at(_ path: String...) -> XMLElement? {
        path.reduce(Optional(self)) { element, name in element?.first(name) }
    }

    /// All elements of that name below this one, in document order, not looking inside those found.
    func descendants(_ name: String) -> [XMLElement] {
        children.flatMap { $0.name == name ? [$0] : $0.descendants(name) }
    }

    /// All text inside, in order.
    var text: String {
        nodes.map { node in
            switch node {
            case .text(let text): text
            case .element(let element): element.text
            }
        }
        .joined()
    }
}

/// Reads an XML part element by element.
///
/// ```swift
/// let reader = try XMLReader(bytes, of: file)
/// while let paragraph = try reader.nextElement(named: ["p"]) { … }
/// ```
@safe final class XMLReader {
    private let file: SourceFile
    private let reader: xmlTextReaderPtr
    private let buffer: UnsafeMutableRawBufferPointer
    private var steps = 0

    /// Opens the part of `file` that these bytes are; the file gives its name to errors, and the limits.
    init(_ bytes: [UInt8], of file: SourceFile) throws(ReadingError) {
        guard !Self.declaresEntities(bytes) else {
            throw .hostile(file: file.name, reason: "its XML declares entities, which no office program writes")
        }
        self.file = file
        unsafe buffer = .allocate(byteCount: max(bytes.count, 1), alignment: 1)
        unsafe buffer.copyBytes(from: bytes)
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
            | XML_PARSE_COMPACT.rawValue
        let base = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
        guard let reader = unsafe xmlReaderForMemory(base, Int32(bytes.count), nil, nil, Int32(options)) else {
            unsafe buffer.deallocate()
            throw file.damaged("there is no memory to parse its XML")
        }
        unsafe self.reader = unsafe reader
    }

    deinit {
        unsafe xmlFreeTextReader(reader)
        unsafe buffer.deallocate()
    }

    /// The next element of one of these names at any depth, with its contents; nil at the end.
    ///
    /// Elements of other names are entered, not skipped.
    func nextElement(named names: Set<String>) throws(ReadingError) -> XMLElement? {
        while try advance() {
            guard nodeType == XML_READER_TYPE_ELEMENT, names.contains(name) else { continue }
            return try element()
        }
        return nil
    }

    /// The root element with its contents; for small parts.
    func root() throws(ReadingError) -> XMLElement {
        while try advance() {
            if nodeType == XML_READER_TYPE_ELEMENT { return try element() }
        }
        throw file.damaged("a part has no XML element")
    }

    /// The element at which the reader stands, read to its end.
    private func element() throws(ReadingError) -> XMLElement {
        let isEmpty = unsafe xmlTextReaderIsEmptyElement(reader) == 1
        var element = XMLElement(name: name, attributes: attributes(), nodes: [])
        guard !isEmpty else { return element }
        while try advance() {
            switch nodeType {
            case XML_READER_TYPE_ELEMENT:
                element.nodes.append(.element(try self.element()))
            case XML_READER_TYPE_TEXT, XML_READER_TYPE_CDATA, XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
                element.nodes.append(.text(value.cleaned()))
            case XML_READER_TYPE_END_ELEMENT:
                return element
            default: break
            }
        }
        throw file.damaged("its XML ends in the middle of an element")
    }

    private func attributes() -> [String: String] {
        guard unsafe xmlTextReaderHasAttributes(reader) == 1 else { return [:] }
        var attributes: [String: String] = [:]
        let ownPrefix = unsafe xmlTextReaderConstPrefix(reader).map { unsafe String(cString: $0) }
        while unsafe xmlTextReaderMoveToNextAttribute(reader) == 1 {
            let prefix = unsafe xmlTextReaderConstPrefix(reader).map { unsafe String(cString: $0) }
            guard prefix != "xmlns" else { continue }
            let key = if let prefix, prefix != ownPrefix { "\(prefix):\(name)" } else { name }
            attributes[key] = value.cleaned()
        }
        unsafe xmlTextReaderMoveToElement(reader)
        return attributes
    }

    private func advance() throws(ReadingError) -> Bool {
        steps &+= 1
        if steps & 0xFFF == 0 { try file.checkCancellation() }
        let status = unsafe xmlTextReaderRead(reader)
        guard status >= 0 else { throw file.damaged("its XML is malformed") }
        guard unsafe xmlTextReaderDepth(reader) <= file.limits.xmlDepth else {
            throw .hostile(file: file.name, reason: "its XML is nested deeper than \(file.limits.xmlDepth) elements")
        }
        return status == 1
    }

    private var nodeType: xmlReaderTypes { unsafe xmlReaderTypes(UInt32(bitPattern: xmlTextReaderNodeType(reader))) }

    private var name: String { unsafe xmlTextReaderConstLocalName(reader).map { unsafe String(cString: $0) } ?? "" }

    private var value: String { unsafe xmlTextReaderConstValue(reader).map { unsafe String(cString: $0) } ?? "" }

    /// Whether `<!ENTITY` occurs, in UTF-8 or UTF-16.
    private static func declaresEntities(_ bytes: [UInt8]) -> Bool {
        let head = bytes.prefix(1 << 16).filter { $0 != 0 }
        let sign = Array("<!ENTITY".utf8)
        guard head.count >= sign.count else { return false }
        return (0...(head.count - sign.count)).contains { head[$0] == sign[0] && head[$0...].starts(with: sign) }
    }
}
