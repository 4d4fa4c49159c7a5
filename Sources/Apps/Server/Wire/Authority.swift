// A host and its port, as `Host` and `Origin` name them. Parsed whole: a name that only begins like this machine's own
// is somebody else's.

/// `host` or `host:port`; of an origin, the scheme before it.
struct Authority: Equatable {
    /// In small letters; an IPv6 address keeps its brackets.
    var host: String
    var port: Int?

    /// Nil when the text is anything but a host with or without a port.
    init?(_ text: String) {
        let name: Substring
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            name = text[...end]
        } else {
            name = text.prefix { $0 != ":" }
        }
        guard !name.isEmpty, !name.contains(where: { "/@?#\\ ".contains($0) }) else { return nil }
        let rest = text[name.endIndex...]
        if !rest.isEmpty {
            let digits = rest.dropFirst()
            guard rest.hasPrefix(":"), (1...5).contains(digits.utf8.count),
                digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits), number <= 65_535
            else { return nil }
            port = number
        }
        host = name.lowercased()
    }

    /// Whether only this machine can be meant.
    var isLoopback: Bool { Self.isLoopback(host) }

    /// `localhost`, `::1` with or without brackets, or four decimal octets of which the first is 127.
    static func isLoopback(_ host: String) -> Bool {
        let host = host.lowercased()
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127" && octets.allSatisfy(isOctet)
    }

    private static func isOctet(_ text: Substring) -> Bool {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return false
        }
        return (Int(text) ?? 256) <= 255
    }

    /// Whether an `Origin` is this server itself, reached under `host` (the `Host` header).
    ///
    /// `isSecure` is what the proxy in front says of its own side; without one that says so, a page of either scheme at
    /// the very same host and port can only be ours.
    static func isOwn(_ origin: String, host: String, isSecure: Bool) -> Bool {
        let origin = origin.lowercased()
        let host = host.lowercased()
        return origin == "https://\(host)" || (!isSecure && origin == "http://\(host)")
    }
}
