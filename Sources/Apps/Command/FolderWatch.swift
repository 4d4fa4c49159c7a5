// Notices what is saved in folders: looks at names, sizes and times once a second, which works on every file system,
// network ones too, and costs a few milliseconds for ten thousand files.

internal import Documents
internal import Foundation

/// Watches files and folders until it is cancelled.
struct FolderWatch {
    private static let interval = Duration.milliseconds(700)

    private struct Stamp: Equatable {
        var byteCount: Int
        var modifiedAt: Double
    }

    private let paths: [String]
    private let before: [[String: Stamp]]

    /// Remembers how the files are now.
    init(paths: [String]) {
        self.paths = paths
        before = paths.map(Self.stamps)
    }

    /// Calls `act` with those of the paths in which something changed.
    func run(_ act: ([String]) async throws -> Void) async throws {
        var known = before
        while !Task.isCancelled {
            var changed: [String] = []
            for (index, path) in paths.enumerated() {
                let present = Self.stamps(path)
                if present != known[index] {
                    known[index] = present
                    changed.append(path)
                }
            }
            if !changed.isEmpty { try await act(changed) }
            try await Task.sleep(for: Self.interval)
        }
    }

    private static func stamps(_ path: String) -> [String: Stamp] {
        let files = DocumentWalker().walk([path]).files
        return Dictionary(
            files.compactMap { file in
                guard let attributes = try? FileManager.default.attributesOfItem(atPath: file) else { return nil }
                let modified = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
                let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
                return (file, Stamp(byteCount: size, modifiedAt: modified))
            },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
