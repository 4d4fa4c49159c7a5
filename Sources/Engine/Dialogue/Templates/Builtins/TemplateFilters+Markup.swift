// Filters that escape text for HTML, or mark it as needing none.

extension TemplateFilters {
    static let markup: [String: Filter] = [
        "safe": { value, arguments, rendering in
            try arguments.none("safe")
            return .markup(try rendering.text(of: value))
        },
        "escape": escape,
        "e": escape,
        "forceescape": { value, arguments, rendering in
            try arguments.none("forceescape")
            return .markup(PythonText.escaped(try rendering.text(of: value)))
        },
        "striptags": { value, arguments, rendering in
            try arguments.none("striptags")
            return .string(strippedOfTags(try rendering.text(of: value)))
        },
        "xmlattr": { value, arguments, rendering in
            let given = try arguments.bound("xmlattr", ["autospace"])
            guard case .dictionary(let dictionary) = value else {
                throw TemplateFailure("'\(value.typeName)' object has no attribute 'items'")
            }
            var parts: [String] = []
            for (key, value) in zip(dictionary.keys, dictionary.values) where !value.isNone && !value.isUndefined {
                let name = try key.requiredText("xmlattr")
                guard
                    !name.unicodeScalars.contains(where: {
                        "/>=".unicodeScalars.contains($0) || $0.value == 32 || 9...13 ~= $0.value
                    })
                else {
                    throw TemplateFailure("Invalid character in attribute name: \(PythonText.representation(of: name))")
                }
                parts.append("\(try escaped(key, rendering))=\"\(try escaped(value, rendering))\"")
            }
            let text = parts.joined(separator: " ")
            return .string(given[0].truth(default: true) && !text.isEmpty ? " " + text : text)
        },
    ]

    private static let escape: Filter = { value, arguments, rendering in
        try arguments.none("escape")
        return .markup(try escaped(value, rendering))
    }

    private static func escaped(_ value: TemplateValue, _ rendering: Rendering) throws -> String {
        if case .markup(let text) = value { return text }
        let text = PythonText.escaped(try rendering.text(of: value))
        try rendering.charge(text.utf8.count)
        return text
    }

    /// The text without comments and tags, its white space joined and its character references read.
    private static func strippedOfTags(_ text: String) -> String {
        var text = text
        for (open, close) in [("<!--", "-->"), ("<", ">")] {
            var result = "", start = 0
            while let from = text.firstOffset(of: open, from: start),
                let to = text.firstOffset(of: close, from: from + open.utf8.count)
            {
                result += text.slice(start..<from)
                start = to + close.utf8.count
            }
            text = result + text.slice(from: start)
        }
        let words = text.unicodeScalars.split(whereSeparator: PythonSpace.contains).map { String($0) }
        var joined = words.joined(separator: " ")
        for (name, character) in [
            ("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&#34;", "\""), ("&quot;", "\""), ("&nbsp;", "\u{A0}"),
            ("&amp;", "&"),
        ] {
            joined = joined.unicodeScalars.split(separator: name.unicodeScalars, omittingEmptySubsequences: false)
                .map { String($0) }.joined(separator: character)
        }
        return joined
    }
}
