// Where uploaded files lie: each in a folder with a random name, so that no name meets another. What is still coming in
// lies apart, and a file beside the folder says that it waits to be read; so a restart knows what to go on with.

internal import Foundation

/// The folder of uploads.
///
///     uploads/.incoming/ID/…   being received; gone at the next start
///     uploads/ID/…/name        received
///     uploads/ID.waiting       received, and not read yet
struct UploadFolder: Sendable {
    let path: String

    private static let incoming = ".incoming"
    private static let mark = ".waiting"
    private static let largestDepth = 16

    /// A received file.
    struct Place: Equatable, Sendable {
        fileprivate var id: String
        /// The name, cleaned, with the folders that the client gave before it.
        var name: String
    }

    /// A place for a file of that name; never one that exists.
    ///
    /// A dropped folder's files come with their relative paths, which are kept below.
    func place(for name: String) -> Place {
        let parts = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).map { Self.safeName(String($0)) }
        let kept = parts.dropLast().suffix(Self.largestDepth) + [parts.last ?? "upload"]
        return Place(id: UUID().uuidString.lowercased(), name: kept.joined(separator: "/"))
    }

    /// Makes an empty file at the place, to be written while it is received.
    func create(_ place: Place) throws -> FileHandle {
        let file = path + "/\(Self.incoming)/\(place.id)/\(place.name)"
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true
        )
        try Data().write(to: URL(fileURLWithPath: file))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    }

    /// The file is whole: it waits to be read, and has its path from now on.
    func keep(_ place: Place) throws -> String {
        try Data().write(to: URL(fileURLWithPath: root(place.id) + Self.mark))
        try FileManager.default.moveItem(atPath: path + "/\(Self.incoming)/\(place.id)", toPath: root(place.id))
        return root(place.id) + "/" + place.name
    }

    /// Takes everything of a place away, received or not.
    func discard(_ place: Place) {
        try? FileManager.default.removeItem(atPath: path + "/\(Self.incoming)/\(place.id)")
        try? FileManager.default.removeItem(atPath: root(place.id))
        try? FileManager.default.removeItem(atPath: root(place.id) + Self.mark)
    }

    /// The file was read.
    func settle(_ file: String) {
        guard let id = id(of: file) else { return }
        try? FileManager.default.removeItem(atPath: root(id) + Self.mark)
    }

    /// Takes a file away that nobody needs any more, with its folder; files elsewhere are left alone.
    func remove(_ file: String) {
        guard let id = id(of: file) else { return }
        discard(Place(id: id, name: ""))
    }

    /// A file that a process before this one left.
    struct Leftover: Equatable, Sendable {
        /// The random name of its folder.
        var id: String
        var path: String
        var name: String
        var byteCount: Int
        var isWaiting: Bool
    }

    /// What lies here from before; what was never whole is taken away.
    func leftovers() -> [Leftover] {
        try? FileManager.default.removeItem(atPath: path + "/" + Self.incoming)
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        return names.filter { UUID(uuidString: $0) != nil }.compactMap { id in
            let isWaiting = names.contains(id + Self.mark)
            let inside = FileManager.default.enumerator(atPath: root(id))
            while let name = inside?.nextObject() as? String {
                let attributes = inside?.fileAttributes
                guard attributes?[.type] as? FileAttributeType == .typeRegular else { continue }
                return Leftover(
                    id: id,
                    path: root(id) + "/" + name,
                    name: name,
                    byteCount: (attributes?[.size] as? NSNumber)?.intValue ?? 0,
                    isWaiting: isWaiting
                )
            }
            discard(Place(id: id, name: ""))
            return nil
        }
    }

    private func root(_ id: String) -> String { path + "/" + id }

    /// The random folder that a path leads into; nil when it leads elsewhere.
    private func id(of file: String) -> String? {
        guard file.hasPrefix(path + "/") else { return nil }
        let id = file.dropFirst(path.count + 1).prefix { $0 != "/" }
        return UUID(uuidString: String(id)) == nil ? nil : String(id)
    }

    /// A component of what the client calls its file, without what could leave the folder or hide in it.
    private static func safeName(_ name: String) -> String {
        let kept = name.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.map(String.init).joined()
        var trimmed = kept.trimmingCharacters(in: CharacterSet(charactersIn: ". "))
        while trimmed.utf8.count > 200 { trimmed.removeFirst() }
        return trimmed.isEmpty ? "upload" : trimmed
    }
}
