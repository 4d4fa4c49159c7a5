// Cuts a template into text and tokens, as jinja2 does with `trim_blocks` and `lstrip_blocks`: the line feed after a
// block tag and the blanks before it vanish, `-` takes all white space, `+` keeps it. Knows nothing of grammar.

/// Reads the bytes of a template once, from front to back.
struct TemplateLexer {
    private let source: [UInt8]
    private var position = 0
    private var line = 1
    private var tokens: [TemplateToken] = []

    /// The tokens of a template, the last one `.end`.
    static func tokens(of template: String) throws -> [TemplateToken] {
        var lexer = TemplateLexer(template)
        try lexer.readAll()
        return lexer.tokens
    }

    /// Line feeds of every kind become `\n`; a last one is dropped, as jinja2 drops it.
    private init(_ template: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(template.utf8.count)
        var afterReturn = false
        for byte in template.utf8 {
            if byte == UInt8(ascii: "\r") {
                bytes.append(UInt8(ascii: "\n"))
            } else if byte != UInt8(ascii: "\n") || !afterReturn {
                bytes.append(byte)
            }
            afterReturn = byte == UInt8(ascii: "\r")
        }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        source = bytes
    }

    // MARK: Text

    private mutating func readAll() throws {
        while position < source.count {
            let start = position
            guard let tag = nextTag(from: start) else {
                addText(start..<source.count)
                position = source.count
                break
            }
            let sign = at(tag + 2)
            let end = textEnd(start..<tag, sign: sign, isVariable: source[tag + 1] == UInt8(ascii: "{"))
            addText(start..<end)
            advance(to: tag)
            switch source[tag + 1] {
            case UInt8(ascii: "#"): try skipComment()
            case UInt8(ascii: "%"):
                if let body = rawBody() {
                    try readRaw(from: body)
                } else {
                    try readTag(begin: .blockBegin)
                }
            default: try readTag(begin: .variableBegin)
            }
        }
        add(.end)
    }

    private func nextTag(from start: Int) -> Int? {
        var index = start
        while index + 1 < source.count {
            if source[index] == UInt8(ascii: "{") {
                let next = source[index + 1]
                if next == UInt8(ascii: "{") || next == UInt8(ascii: "%") || next == UInt8(ascii: "#") { return index }
            }
            index += 1
        }
        return nil
    }

    /// Where text before a tag ends once its white space is taken away.
    private func textEnd(_ text: Range<Int>, sign: UInt8, isVariable: Bool) -> Int {
        if sign == UInt8(ascii: "-") { return skipSpaceBackwards(from: text.upperBound, to: text.lowerBound) }
        if sign == UInt8(ascii: "+") || isVariable { return text.upperBound }
        let blank = skipSpaceBackwards(from: text.upperBound, to: text.lowerBound)
        let lineStart = source[text].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.lowerBound
        let startsLine =
            lineStart > text.lowerBound || lineStart == 0 || source[lineStart - 1] == UInt8(ascii: "\n")
        return startsLine && blank <= lineStart ? lineStart : text.upperBound
    }

    private mutating func addText(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        add(.text(String(decoding: source[range], as: UTF8.self)))
    }

    // MARK: Comments and raw text

    private mutating func skipComment() throws {
        let line = self.line
        let signed = at(position + 2) == UInt8(ascii: "-") || at(position + 2) == UInt8(ascii: "+")
        let body = position + (signed ? 3 : 2)
        var index = body
        while index + 1 < source.count {
            if source[index] == UInt8(ascii: "#"), source[index + 1] == UInt8(ascii: "}") {
                // The sign of `{#-#}` belongs to the beginning only.
                return leaveTag(end: index + 2, sign: index > body ? source[index - 1] : 0)
            }
            index += 1
        }
        throw TemplateError(kind: .syntax, message: "the comment does not end: write #}.", line: line, construct: "{#")
    }

    /// The first byte after `{% raw %}`, when that is what stands here.
    private func rawBody() -> Int? {
        var index = position + 2
        if at(index) == UInt8(ascii: "-") || at(index) == UInt8(ascii: "+") { index += 1 }
        guard let end = word("raw", from: index) else { return nil }
        if at(end) == UInt8(ascii: "-"), at(end + 1) == UInt8(ascii: "%"), at(end + 2) == UInt8(ascii: "}") {
            return skipSpace(from: end + 3)
        }
        return at(end) == UInt8(ascii: "%") && at(end + 1) == UInt8(ascii: "}") ? end + 2 : nil
    }

    private mutating func readRaw(from body: Int) throws {
        let began = line
        advance(to: body)
        var index = body
        while index + 1 < source.count {
            if source[index] == UInt8(ascii: "{"), source[index + 1] == UInt8(ascii: "%") {
                let sign = at(index + 2)
                let hasSign = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
                if let word = word("endraw", from: index + (hasSign ? 3 : 2)), let end = tagEnd(at: word) {
                    addText(body..<textEnd(body..<index, sign: sign, isVariable: false))
                    return leaveTag(end: end, sign: at(word))
                }
            }
            index += 1
        }
        throw TemplateError(
            kind: .syntax,
            message: "the raw text does not end: write {% endraw %}.",
            line: began,
            construct: "{% raw %}"
        )
    }

    /// The place after a word with white space on both sides.
    private func word(_ word: String, from start: Int) -> Int? {
        var index = skipSpace(from: start)
        for byte in word.utf8 {
            guard at(index) == byte else { return nil }
            index += 1
        }
        return skipSpace(from: index)
    }

    /// The place after `%}`, `-%}` or `+%}`.
    private func tagEnd(at index: Int) -> Int? {
        let signed = at(index) == UInt8(ascii: "-") || at(index) == UInt8(ascii: "+")
        let start = signed ? index + 1 : index
        return at(start) == UInt8(ascii: "%") && at(start + 1) == UInt8(ascii: "}") ? start + 2 : nil
    }

    /// Goes on after a block tag or comment, past the white space that it takes away.
    private mutating func leaveTag(end: Int, sign: UInt8) {
        switch sign {
        case UInt8(ascii: "-"): advance(to: skipSpace(from: end))
        case UInt8(ascii: "+"): advance(to: end)
        default: advance(to: at(end) == UInt8(ascii: "\n") ? end + 1 : end)
        }
    }

    // MARK: Inside tags

    private mutating func readTag(begin: TemplateToken.Kind) throws {
        let isBlock = begin == .blockBegin
        add(begin)
        let sign = at(position + 2)
        position += sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") ? 3 : 2
        var open: [UInt8] = []
        while true {
            guard position < source.count else {
                throw error("the tag does not end: write \(isBlock ? "%}" : "}}").")
            }
            if open.isEmpty {
                if isBlock, let end = tagEnd(at: position) {
                    add(.blockEnd)
                    return leaveTag(end: end, sign: source[position])
                }
                if !isBlock {
                    let start = source[position] == UInt8(ascii: "-") ? position + 1 : position
                    if at(start) == UInt8(ascii: "}"), at(start + 1) == UInt8(ascii: "}") {
                        add(.variableEnd)
                        return advance(to: start > position ? skipSpace(from: start + 2) : start + 2)
                    }
                }
            }
            let after = skipSpace(from: position)
            if after > position {
                advance(to: after)
                continue
            }
            try readToken(&open)
        }
    }

    private mutating func readToken(_ open: inout [UInt8]) throws {
        let byte = source[position]
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return try readString(quote: byte)
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...:
            return readName()
        case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
        case UInt8(ascii: "("): open.append(UInt8(ascii: ")"))
        case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
        case UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "]"):
            guard let expected = open.popLast() else { throw error("'\(character(byte))' closes nothing.") }
            guard expected == byte else {
                throw error("'\(character(byte))' stands where '\(character(expected))' is expected.")
            }
        default: break
        }
        let pair = String(decoding: source[position..<min(position + 2, source.count)], as: UTF8.self)
        if let symbol = TemplateToken.Symbol(rawValue: pair) ?? TemplateToken.Symbol(rawValue: character(byte)) {
            add(.symbol(symbol))
            position += symbol.rawValue.utf8.count
        } else {
            throw error("'\(character(byte))' means nothing here.")
        }
    }

    private mutating func readName() {
        let start = position
        while position < source.count, Self.isNamePart(source[position]) { position += 1 }
        add(.name(String(decoding: source[start..<position], as: UTF8.self)))
    }

    private mutating func readNumber() throws {
        let number = TemplateNumberLiteral(source, from: position)
        guard let kind = number.kind else { throw error("the number \(number.text) does not fit into 64 bits.") }
        add(kind)
        position += number.text.utf8.count
    }

    private mutating func readString(quote: UInt8) throws {
        var end = position + 1
        while end < source.count, source[end] != quote { end += source[end] == UInt8(ascii: "\\") ? 2 : 1 }
        guard end < source.count else { throw error("the string does not end.") }
        guard let text = TemplateStringLiteral.text(of: source[position + 1..<end]) else {
            throw error("the string holds an escape that means no character.")
        }
        add(.string(text))
        advance(to: end + 1)
    }

    // MARK: Places

    private func at(_ index: Int) -> UInt8 { index < source.count ? source[index] : 0 }

    private mutating func add(_ kind: TemplateToken.Kind) { tokens.append(TemplateToken(kind: kind, line: line)) }

    /// Moves on, counting lines.
    private mutating func advance(to place: Int) {
        for index in position..<place where source[index] == UInt8(ascii: "\n") { line += 1 }
        position = place
    }

    private func skipSpace(from start: Int) -> Int {
        var index = start
        while index < source.count {
            let length = PythonSpace.length(in: source, at: index)
            if length == 0 { break }
            index += length
        }
        return index
    }

    private func skipSpaceBackwards(from end: Int, to start: Int) -> Int {
        var index = end
        while index > start {
            var first = index - 1
            while first > start, source[first] & 0xC0 == 0x80 { first -= 1 }
            guard PythonSpace.length(in: source, at: first) == index - first else { break }
            index = first
        }
        return index
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
            true
        default: false
        }
    }

    private func character(_ byte: UInt8) -> String { String(decoding: [byte], as: UTF8.self) }

    private func error(_ message: String) -> TemplateError {
        let construct = tokens.last { $0.kind == .blockBegin || $0.kind == .variableBegin }?.kind
        return TemplateError(
            kind: .syntax,
            message: message,
            line: line,
            construct: construct == .variableBegin ? "{{ }}" : "{% %}"
        )
    }
}
