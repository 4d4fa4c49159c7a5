// The sites that may show Kaiyuan's search box in a frame of theirs. None unless they are named.

/// Origins such as `https://example.org`.
package struct EmbedOrigins: Equatable, Sendable {
    package let origins: [String]

    private static let largestCount = 50

    /// What is wrong with a list of origins.
    package struct Problem: Error, CustomStringConvertible {
        package var description: String
    }

    /// Nobody.
    package static let none = EmbedOrigins(origins: [])

    private init(origins: [String]) { self.origins = origins }

    /// Reads origins with commas or blanks between them.
    package init(_ text: String) throws(Problem) {
        let parts = text.lowercased().split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
        guard parts.count <= Self.largestCount else {
            throw Problem(description: "embed.origins names more than \(Self.largestCount) sites.")
        }
        for part in parts where !Self.isOrigin(part) {
            throw Problem(
                description:
                    "embed.origins names \"\(part.prefix(80))\"; name sites like https://example.org, with no path."
            )
        }
        origins = parts
    }

    /// Whether any site may.
    package var isOn: Bool { !origins.isEmpty }

    /// The sources of the policy `frame-ancestors`.
    var ancestors: String { isOn ? origins.joined(separator: " ") : "'none'" }

    /// A scheme, a host of letters, digits, dots and hyphens, and perhaps a port: nothing that could end the policy.
    private static func isOrigin(_ text: String) -> Bool {
        for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
            let host = text.dropFirst(scheme.count)
            return host.wholeMatch(of: /([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[0-9]{1,5})?/) != nil
        }
        return false
    }
}
