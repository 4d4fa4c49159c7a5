// What of a file has arrived: parts that several connections fetch, each from its front. Kept beside the file, so that a
// download goes on where it ended, however it ended.

import Foundation

/// The parts of a file and how far each of them is.
package struct DownloadState: Sendable, Codable, Equatable {
    /// The size of the whole.
    package let byteCount: Int

    /// What tells one version of the file from another: its digest or the server's entity tag.
    package let version: String

    package private(set) var parts: [Part]

    /// Some bytes of the file, one after the other.
    package struct Part: Sendable, Codable, Equatable {
        package let start: Int
        package let end: Int

        /// How many of them have arrived.
        package fileprivate(set) var arrived = 0

        /// The bytes that are missing.
        package var missing: Range<Int> { start + arrived..<end }
    }

    /// A download of which nothing has arrived.
    package init(byteCount: Int, version: String, partSize: Int) {
        self.byteCount = byteCount
        self.version = version
        parts = stride(from: 0, to: byteCount, by: partSize).map { Part(start: $0, end: min($0 + partSize, byteCount)) }
    }

    /// Notes that the next bytes of a part have arrived.
    package mutating func note(_ count: Int, ofPart index: Int) {
        precondition(count >= 0 && count <= parts[index].missing.count)
        parts[index].arrived += count
    }

    package var arrivedByteCount: Int { parts.reduce(0) { $0 + $1.arrived } }

    package var isComplete: Bool { arrivedByteCount == byteCount }

    /// Whether the parts are those of a file of the size: in order, without gaps, none further than its end.
    var isSound: Bool {
        var position = 0
        for part in parts {
            guard part.start == position, part.end > part.start, part.arrived >= 0,
                part.arrived <= part.end - part.start
            else { return false }
            position = part.end
        }
        return position == byteCount
    }
}
