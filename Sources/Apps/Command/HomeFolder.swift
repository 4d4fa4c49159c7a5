// The folder of the library, uploads and history: made for its owner alone, and served by one server at a time.

internal import Foundation

/// The home folder of a server.
struct HomeFolder {
    let path: String

    /// What keeps a server from starting in a folder.
    enum Problem: Error, Equatable, CustomStringConvertible {
        case noFolder(String)
        case cannotMake(String, reason: String)
        case served(String, by: String)
        case notWritable(String, reason: String)
        case noDatabase(String)

        var description: String {
            switch self {
            case .noFolder(let path):
                "\(path) is a file, not a folder. Name a folder: --home."
            case .cannotMake(let path, let reason):
                "The folder \(path) cannot be made: \(reason). Name another: --home."
            case .served(let path, let process):
                "\(path) is served already, by process \(process). Stop that one, or name another folder: --home."
            case .notWritable(let path, let reason):
                "\(path) cannot be written: \(reason). Make it writable, or name another folder: --home."
            case .noDatabase(let path):
                "\(path) is damaged or no database of Kaiyuan. Move it away, or name another folder: --home."
            }
        }
    }

    /// What Kaiyuan makes from now on is its owner's alone.
    static func keepToOwner() { umask(0o077) }

    /// Whether the folder is one, or can become one.
    func check() throws(Problem) {
        var isFolder: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            guard isFolder.boolValue else { throw .noFolder(path) }
        } else if Self.hasFileAbove(path) {
            throw .cannotMake(path, reason: "a part of the path is a file")
        }
    }

    /// Makes the folder where there is none.
    func prepare() throws(Problem) {
        Self.keepToOwner()
        try check()
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .cannotMake(path, reason: "no rights, or no room")
        }
    }

    /// Takes the folder for this process, until it ends however it ends.
    ///
    /// The lock is the system's (`flock`), so a process that was killed holds nothing.
    func lock() throws(Problem) {
        let file = path + "/serve.lock"
        let descriptor = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .notWritable(file, reason: Self.reason(errno)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = (try? String(contentsOfFile: file, encoding: .utf8))?.split(separator: "\n").first
            close(descriptor)
            throw .served(path, by: holder.map(String.init) ?? "unknown")
        }
        // Stays open, and with it the lock, until the process ends.
        let text = Array("\(ProcessInfo.processInfo.processIdentifier)\n".utf8)
        ftruncate(descriptor, 0)
        _ = unsafe text.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// Opens a database, and says in one sentence why it does not open.
    func opening<Value>(_ file: String, _ open: () async throws -> Value) async throws -> Value {
        do {
            return try await open()
        } catch {
            if FileManager.default.fileExists(atPath: file), unsafe access(file, R_OK | W_OK) != 0 {
                throw Problem.notWritable(file, reason: Self.reason(errno))
            }
            if unsafe access(path, R_OK | W_OK | X_OK) != 0 {
                throw Problem.notWritable(path, reason: Self.reason(errno))
            }
            let text = "\(error)"
            if text.contains("SQLite error 13") { throw Problem.notWritable(file, reason: Self.reason(ENOSPC)) }
            if text.contains("SQLite error 5") { throw Problem.notWritable(file, reason: "another process holds it") }
            throw text.contains("SQLite error") || !Self.isDatabase(file) ? Problem.noDatabase(file) : error
        }
    }

    /// Whether the file begins as SQLite's do; one that is missing or empty will be made.
    private static func isDatabase(_ file: String) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: file), let beginning = try? handle.read(upToCount: 16) else {
            return !FileManager.default.fileExists(atPath: file)
        }
        return beginning.isEmpty || beginning == Data("SQLite format 3\0".utf8)
    }

    private static func hasFileAbove(_ path: String) -> Bool {
        var above = URL(fileURLWithPath: path).deletingLastPathComponent()
        while above.path != "/" {
            var isFolder: ObjCBool = false
            if unsafe FileManager.default.fileExists(atPath: above.path, isDirectory: &isFolder) {
                return !isFolder.boolValue
            }
            above.deleteLastPathComponent()
        }
        return false
    }

    private static func reason(_ number: Int32) -> String {
        switch number {
        case EACCES, EPERM: "this user may not"
        case EROFS: "the disk is read-only"
        case ENOSPC: "the disk is full"
        default: "error \(number)"
        }
    }
}
