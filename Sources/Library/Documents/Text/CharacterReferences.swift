// XML's character references, for texts that are not worth a parser.

extension String {
    /// The text with `&lt;`, `&gt;`, `&amp;`, `&quot;`, `&apos;`, `&nbsp;` and `&#…;` replaced by what they stand for.
    func resolvingReferences() -> String {
        guard utf8.contains(UInt8(ascii: "&")) else { return self }
        var text = ""
        var rest = self[...]
        while let ampersand = rest.firstIndex(of: "&") {
            text += rest[..<ampersand]
            rest = rest[ampersand...]
            guard let end = rest.prefix(12).firstIndex(of: ";"),
                let value = Self.value(of: rest[rest.index(after: ampersand)..<end])
            else {
                text.append("&")
                rest = rest.dropFirst()
                continue
            }
            text += value
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }

    private static func value(of name: Substring) -> String? {
        switch name {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        case "nbsp": return "\u{A0}"
        case "lrm", "rlm": return ""
        default:
            guard name.hasPrefix("#") else { return nil }
            let digits = name.dropFirst()
            let code = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return code.flatMap(Unicode.Scalar.init).map { String($0) }
        }
    }
}
