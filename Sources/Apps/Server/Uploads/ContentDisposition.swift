// The header of a part (RFC 7578, RFC 6266): what the field and the file are called, as browsers and other clients write
// it: quoted or not, with blanks or without, and `filename*` in the encoding of RFC 5987.

internal import Foundation

/// The parameters of a `Content-Disposition`.
struct ContentDisposition {
    private var parameters: [String: String] = [:]

    /// - Parameter value: what stands behind the colon.
    init(_ value: some StringProtocol) {
        var rest = Substring(value).drop { $0 != ";" }
        while rest.first == ";" {
            rest = rest.dropFirst().drop(while: \.isWhitespace)
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest[name.endIndex...]
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst()
            let text = rest.first == "\"" ? Self.quoted(&rest) : Self.bare(&rest)
            let key = name.trimmingCharacters(in: .whitespaces).lowercased()
            if parameters[key] == nil { parameters[key] = text }
            rest = rest.drop { $0 != ";" }
        }
    }

    var name: String? { parameters["name"] }

    /// `filename*` says more than `filename` where both stand.
    var fileName: String? {
        parameters["filename*"].flatMap(Self.extended) ?? parameters["filename"]
    }

    private static func bare(_ rest: inout Substring) -> String {
        let text = rest.prefix { $0 != ";" }
        rest = rest[text.endIndex...]
        return text.trimmingCharacters(in: .whitespaces)
    }

    private static func quoted(_ rest: inout Substring) -> String {
        var text = ""
        rest = rest.dropFirst()
        while let character = rest.popFirst(), character != "\"" {
            // Browsers write a backslash as it is, others escape with it what would end the text.
            if character == "\\", let next = rest.first, next == "\"" || next == "\\" {
                text.append(next)
                rest = rest.dropFirst()
            } else {
                text.append(character)
            }
        }
        // Browsers write quotation marks inside names as %22.
        return text.replacing("%22", with: "\"")
    }

    /// `UTF-8'en'na%C3%AFve.txt`; other encodings are not read.
    private static func extended(_ text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
        return parts[2].removingPercentEncoding
    }
}
