// Finds the files that somebody means who names files and folders: in a fixed order, bounded, never in a circle.

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Walks files and folders.
package struct DocumentWalker: Sendable {
    /// What a walk found.
    package struct Walk: Sendable {
        /// Paths, folder by folder in the order of their names.
        package var files: [String] = []
        package var skipped: [(path: String, error: ReadingError)] = []
        /// How many more files there are than the limit allows; they are counted, and not named.
        ///
        /// Where even counting met its bound (ten times the limit), it is the least that there are.
        package var leftOutCount = 0
        /// Whether everything below the named paths was looked at.
        package var isComplete = true
    }

    private static let largestDepth = 64

    private let limits: ReadingLimits

    package init(limits: ReadingLimits = .standard) { self.limits = limits }

    /// The files at the paths and below them.
    ///
    /// Hidden files and folders are passed over unless they are named. Symbolic links are followed; a folder is entered
    /// once, whatever ways lead to it, so that no circle is walked. Devices and pipes are skipped and reported.
    package func walk(_ paths: [String]) -> Walk {
        var walk = Walk()
        var entered: Set<Identity> = []
        for path in paths {
            var root = path
            while root.count > 1, root.hasSuffix("/") { root.removeLast() }
            visit(root, depth: 0, &walk, &entered)
        }
        return walk
    }

    /// What makes two paths one folder.
    private struct Identity: Hashable {
        let device: UInt64
        let node: UInt64
    }

    private func visit(_ path: String, depth: Int, _ walk: inout Walk, _ entered: inout Set<Identity>) {
        guard walk.leftOutCount < 10 * max(1_000, limits.fileCount) else { return }
        var info = stat()
        guard unsafe stat(path, &info) == 0 else {
            let code = errno
            // A link that leads nowhere lies in many folders; only who names it wants to hear of it.
            if depth == 0 || code != ENOENT { walk.skipped.append((path, FileContents.error(code, path))) }
            return
        }
        switch info.st_mode & S_IFMT {
        case S_IFREG:
            if walk.files.count < limits.fileCount {
                walk.files.append(path)
            } else {
                walk.leftOutCount += 1
                walk.isComplete = false
            }
        case S_IFDIR:
            guard entered.insert(Identity(device: UInt64(info.st_dev), node: UInt64(info.st_ino))).inserted else {
                return
            }
            guard depth <= Self.largestDepth else {
                walk.isComplete = false
                walk.skipped.append(
                    (path, .notReadable(file: path, reason: "it lies more than \(Self.largestDepth) folders deep"))
                )
                return
            }
            visitFolder(path, depth: depth, &walk, &entered)
        default: walk.skipped.append((path, .notAFile(file: path)))
        }
    }

    private func visitFolder(_ path: String, depth: Int, _ walk: inout Walk, _ entered: inout Set<Identity>) {
        guard let folder = unsafe opendir(path) else {
            walk.isComplete = false
            walk.skipped.append((path, FileContents.error(errno, path)))
            return
        }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let bytes = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
            guard bytes.first != UInt8(ascii: ".") else { continue }
            // A path is a String here; one that is no UTF-8 would be another path, which leads to nothing.
            guard let name = String(validating: bytes, as: UTF8.self) else {
                let shown = "\(path == "/" ? "" : path)/\(Self.escaped(bytes))"
                let reason = "its name is not UTF-8; rename it"
                walk.skipped.append((shown, .notReadable(file: shown, reason: reason)))
                continue
            }
            names.append(name)
        }
        unsafe closedir(folder)
        for name in names.sorted() {
            visit(path == "/" ? "/\(name)" : "\(path)/\(name)", depth: depth + 1, &walk, &entered)
        }
    }

    /// The name with each byte that is no UTF-8 as `\xFF`.
    private static func escaped(_ name: [UInt8]) -> String {
        var text = ""
        var rest = name[...]
        while !rest.isEmpty {
            // The longest beginning of at most four bytes that is one character.
            if let length = (1...min(4, rest.count)).first(where: {
                String(validating: rest.prefix($0), as: UTF8.self) != nil
            }) {
                text += String(decoding: rest.prefix(length), as: UTF8.self)
                rest = rest.dropFirst(length)
            } else if let byte = rest.popFirst() {
                text += "\\x" + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }
}
