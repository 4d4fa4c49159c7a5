// An address on the web in one spelling, so that two ways to write it are one page, and nothing but http gets further.

internal import Foundation

/// A normalised `http` or `https` address.
package struct WebAddress: Hashable, Sendable, CustomStringConvertible {
    package let scheme: String
    /// In lower case, ASCII; an IPv6 address without its brackets.
    package let host: String
    package let port: Int
    /// Percent-encoded, beginning with a slash.
    package let path: String
    /// Percent-encoded, without the question mark.
    package let query: String?

    /// Longer addresses are a program's, not a page's.
    private static let largestByteCount = 2_000

    /// Reads an address, which may be relative to `base`.
    ///
    /// The fragment goes, and so do parameters that only tell where a visitor came from. Nil where it is no address,
    /// speaks another protocol, carries a name and password, or names a host in letters that no resolver takes.
    package init?(_ text: String, from base: WebAddress? = nil) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard trimmed.utf8.count <= Self.largestByteCount else { return nil }
        let start = base.flatMap { URL(string: $0.description) }
        guard let url = URL(string: trimmed, relativeTo: start)?.absoluteURL.standardized,
            let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https",
            url.user == nil, url.password == nil, var host = url.host?.lowercased()
        else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        while host.hasSuffix(".") { host.removeLast() }
        let isLiteral = host.contains(":")
        let letters = isLiteral ? "0123456789abcdef:." : "abcdefghijklmnopqrstuvwxyz0123456789-_."
        guard !host.isEmpty, host.utf8.count <= 253, host.allSatisfy(letters.contains) else { return nil }
        let port = url.port ?? (scheme == "https" ? 443 : 80)
        guard (1...65_535).contains(port) else { return nil }
        (self.scheme, self.host, self.port) = (scheme, host, port)
        let path = url.path(percentEncoded: true)
        self.path = path.hasPrefix("/") ? path : "/" + path
        query = Self.withoutTracking(url.query(percentEncoded: true))
    }

    package var description: String { origin + path + (query.map { "?" + $0 } ?? "") }

    /// Scheme, host and port.
    package var origin: String { "\(scheme)://\(authority)" }

    /// The host, and the port where it is not the scheme's own.
    package var authority: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return port == (scheme == "https" ? 443 : 80) ? shown : "\(shown):\(port)"
    }

    /// The path up to and with its last slash.
    package var folder: String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "/" }

    /// Path and query, as a request's first line and robots.txt have them.
    package var target: String { path + (query.map { "?" + $0 } ?? "") }

    private static func withoutTracking(_ query: String?) -> String? {
        guard let query else { return nil }
        let known: Set<Substring> = ["fbclid", "gclid", "msclkid", "spm"]
        let kept = query.split(separator: "&").filter { part in
            let name = part.prefix { $0 != "=" }
            return !name.hasPrefix("utm_") && !known.contains(name)
        }
        return kept.isEmpty ? nil : kept.joined(separator: "&")
    }
}
