// Finds the files that somebody means who names files and folders: in a fixed order, bounded, never in a circle.

internal import Foundation

/// Walks files and folders.
package struct DocumentWalker: Sendable {
    /// What a walk found.
    package struct Walk: Sendable {
        /// Absolute paths, folder by folder in the order of their names.
        package var files: [String] = []
        package var skipped: [(path: String, error: ReadingError)] = []
        /// Whether everything below the named paths was looked at.
        package var isComplete = true
    }

    private static let largestDepth = 64

    private let limits: ReadingLimits

    package init(limits: ReadingLimits = .standard) { self.limits = limits }

    /// The files at the paths and below them.
    ///
    /// Hidden files and folders are passed over unless they are named. A symbolic link is followed where it leads to
    /// a file; a linked folder is passed over, so that no circle is walked.
    package func walk(_ paths: [String]) -> Walk {
        var walk = Walk()
        for path in paths { visit(path, depth: 0, isNamed: true, &walk) }
        return walk
    }

    private func visit(_ path: String, depth: Int, isNamed: Bool, _ walk: inout Walk) {
        guard walk.files.count < limits.fileCount else {
            walk.isComplete = false
            return
        }
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        guard manager.fileExists(atPath: path, isDirectory: &isFolder) else {
            walk.skipped.append((path, .notFound(file: path)))
            return
        }
        let isLink = (try? manager.destinationOfSymbolicLink(atPath: path)) != nil
        guard isFolder.boolValue else {
            walk.files.append(path)
            return
        }
        guard isNamed || !isLink else { return }
        guard depth <= Self.largestDepth else {
            walk.isComplete = false
            walk.skipped.append((path, .notReadable(file: path, reason: "it lies too many folders deep")))
            return
        }
        do {
            for name in try manager.contentsOfDirectory(atPath: path).sorted() where !name.hasPrefix(".") {
                visit(path + "/" + name, depth: depth + 1, isNamed: false, &walk)
            }
        } catch {
            walk.isComplete = false
            walk.skipped.append((path, .notReadable(file: path, reason: "\(error.localizedDescription)")))
        }
    }
}
