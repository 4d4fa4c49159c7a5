// Sitemaps (sitemaps.org 0.9): the addresses that a site itself names, and the further sitemaps of an index.

/// One sitemap or index of sitemaps.
package struct Sitemap: Sendable, Equatable {
    /// The pages it names, in order.
    package private(set) var pages: [String] = []
    /// The further sitemaps it names.
    package private(set) var sitemaps: [String] = []

    /// The protocol's own bound.
    private static let entryCount = 50_000

    /// The protocol's bound on the XML, unpacked.
    private static let byteCount = 50 << 20

    /// Reads the XML, or a text with one address a line, packed with gzip or not; what is broken ends the reading, not
    /// what was read before.
    package init(_ bytes: [UInt8]) {
        let isPacked = bytes.starts(with: GzipStream.signature)
        let bytes = isPacked ? GzipStream.contents(of: bytes, limit: Self.byteCount) : bytes
        guard bytes.first(where: { $0 > 0x20 && $0 < 0x80 }) == UInt8(ascii: "<") else {
            pages = TextDecoder().decode(bytes).split(whereSeparator: \.isNewline).prefix(Self.entryCount)
                .map { String($0.trimmed()) }
                .filter { $0.hasPrefix("http") }
            return
        }
        let file = SourceFile(
            name: "sitemap",
            bytes: bytes,
            format: .html,
            limits: .standard,
            options: ReadingOptions()
        )
        guard let reader = try? XMLReader(bytes, of: file) else { return }
        while let entry = try? reader.nextElement(named: ["url", "sitemap"]) {
            guard let address = entry.first("loc")?.text.trimmed(), !address.isEmpty else { continue }
            if entry.name == "url" { pages.append(address) } else { sitemaps.append(address) }
            if pages.count + sitemaps.count >= Self.entryCount { return }
        }
    }
}
