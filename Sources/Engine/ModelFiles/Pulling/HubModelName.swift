// The name of a model on a hub, such as `Qwen/Qwen3-0.6B`, checked before it becomes a part of addresses and paths.

/// `OWNER/NAME`, or a bare `NAME`, with an optional revision behind `@`.
package struct HubModelName: Sendable, Equatable, CustomStringConvertible {
    /// `OWNER/NAME`: what addresses and folders are made of.
    package let path: String

    /// A branch, tag or commit.
    package let revision: String

    /// Reads `OWNER/NAME[@REVISION]`; nil when a part is empty or holds anything but letters, digits, `.`, `_` and `-`.
    package init?(_ text: String) {
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        revision = halves.count == 2 ? String(halves[1]) : "main"
        guard (1...2).contains(parts.count), (parts + [revision[...]]).allSatisfy({ Self.isPlain($0) }) else {
            return nil
        }
        path = String(halves[0])
    }

    package var description: String { path }

    /// Whether the text names one thing in a folder, and none above it.
    static func isPlain(_ part: some StringProtocol) -> Bool {
        !part.isEmpty && part.utf8.count <= 200 && part.first != "."
            && part.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
            }
    }
}
