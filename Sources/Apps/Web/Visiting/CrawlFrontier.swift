// Which addresses of a site are asked for, and in which order: nearest first, each once, never out of the site, and
// never deeper into a space of links that a program makes up as it goes. A value without I/O.

/// What is still to be visited of a site.
struct CrawlFrontier {
    private let start: WebAddress
    private let depth: Int
    private let pageLimit: Int
    private var seen: Set<String> = []
    /// By depth, so that near pages come first whenever they are found.
    private var waiting: [[WebAddress]]
    /// How many addresses differ from each other only behind the question mark, by what stands before it.
    private var variants: [String: Int] = [:]
    /// Addresses that found no place; they are counted and not named.
    private(set) var leftOutCount = 0

    private static let variantCount = 20
    private static let segmentCount = 12
    private static let repetitionCount = 2

    /// A frontier at the beginning of a visit.
    ///
    /// - Parameters:
    ///   - start: where the site begins: its host, and the folder below which it lies.
    ///   - depth: how many links from there a page may be.
    ///   - pageLimit: how many pages are visited.
    init(start: WebAddress, depth: Int, pageLimit: Int) {
        (self.start, self.depth, self.pageLimit) = (start, depth, pageLimit)
        waiting = Array(repeating: [], count: depth + 1)
    }

    /// Whether an address is of the site: its host and port, below the folder in which the start lies.
    func contains(_ address: WebAddress) -> Bool {
        address.host == start.host && (address.port == start.port || (start.isUsual && address.isUsual))
            && address.path.hasPrefix(start.folder)
    }

    /// Takes an address in where it is of the site, new, and no trap.
    mutating func add(_ address: WebAddress, depth: Int) {
        guard depth <= self.depth, contains(address), address.mayBeDocument, !seen.contains(Self.key(address)) else {
            return
        }
        guard !Self.isEndless(address) else { return }
        if address.query != nil {
            let count = variants[address.path, default: 0]
            guard count < Self.variantCount else { return leftOutCount += 1 }
            variants[address.path] = count + 1
        }
        // What waits is never more than what could be visited, and a little for what fails.
        guard seen.count < 2 * pageLimit + 50 else { return leftOutCount += 1 }
        seen.insert(Self.key(address))
        waiting[depth].append(address)
    }

    /// The next address, with how many links it is from the start; nil when there is none.
    mutating func next() -> (address: WebAddress, depth: Int)? {
        guard let depth = waiting.firstIndex(where: { !$0.isEmpty }) else { return nil }
        return (waiting[depth].removeFirst(), depth)
    }

    var waitingCount: Int { waiting.reduce(0) { $0 + $1.count } }

    /// http and https of one site are one, and so are a folder with and without its slash.
    private static func key(_ address: WebAddress) -> String {
        let path = address.path.hasSuffix("/") ? String(address.path.dropLast()) : address.path
        return "\(address.host):\(address.isUsual ? 0 : address.port)\(path)?\(address.query ?? "")"
    }

    /// A path that repeats its parts, or that has more than any site's.
    private static func isEndless(_ address: WebAddress) -> Bool {
        let segments = address.path.split(separator: "/")
        guard segments.count <= segmentCount else { return true }
        return Dictionary(grouping: segments, by: \.self).values.contains { $0.count > repetitionCount }
    }
}

extension WebAddress {
    /// Whether the port is the one that the scheme has without saying.
    fileprivate var isUsual: Bool { port == (scheme == "https" ? 443 : 80) }

    /// Whether the name does not say that it is a picture, a film, a program or the like.
    var mayBeDocument: Bool {
        guard let name = path.split(separator: "/").last, let dot = name.lastIndex(of: ".") else { return true }
        return !Self.otherEndings.contains(name[name.index(after: dot)...].lowercased())
    }

    private static let otherEndings: Set<String> = [
        "jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "ico", "bmp", "tiff", "css", "js", "mjs", "map", "woff",
        "woff2", "ttf", "otf", "eot", "mp3", "mp4", "m4a", "ogg", "wav", "flac", "webm", "avi", "mov", "mkv", "zip",
        "gz", "tgz", "bz2", "xz", "zst", "7z", "rar", "tar", "exe", "dmg", "iso", "deb", "rpm", "apk", "jar", "bin",
    ]
}
