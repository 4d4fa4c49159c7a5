// What DOCX, PPTX and XLSX share (ECMA-376 part 2, the Open Packaging Conventions): parts joined by relationships,
// and the core properties with title, author and dates.

/// An Office Open XML file: its parts and their relationships.
struct OfficePackage: Sendable {
    let file: SourceFile
    let archive: ZipArchive

    init(_ file: SourceFile) throws(ReadingError) {
        self.file = file
        archive = try ZipArchive(file)
    }

    /// What one part says of another.
    struct Relationship: Sendable {
        let id: String
        /// The last component of the type's address, such as `header` or `slide`.
        let type: String
        /// The other part's path in the archive; for an external one, its address.
        let target: String
        let isExternal: Bool
    }

    /// The path of the main part, such as `word/document.xml`.
    func mainPart() throws(ReadingError) -> String {
        let relationships = try relationships(of: "")
        guard let main = relationships.first(where: { $0.type == "officeDocument" }) else {
            throw file.damaged("its main part is missing")
        }
        return main.target
    }

    /// The relationships of the part at `path`; of the package itself for the empty path.
    func relationships(of path: String) throws(ReadingError) -> [Relationship] {
        guard let bytes = try archive.contents(of: Self.relationshipsPath(of: path)) else { return [] }
        return try Self.relationships(in: bytes, of: path, file)
    }

    static func relationshipsPath(of path: String) -> String {
        let (folder, name) = split(path)
        return "\(folder)_rels/\(name).rels"
    }

    static func relationships(
        in bytes: [UInt8],
        of path: String,
        _ file: SourceFile
    ) throws(ReadingError) -> [Relationship] {
        let folder = split(path).folder
        return try XMLReader(bytes, of: file).root().children("Relationship").compactMap { element in
            guard let id = element["Id"], let type = element["Type"], let target = element["Target"] else { return nil }
            let isExternal = element["TargetMode"] == "External"
            return Relationship(
                id: id,
                type: String(type.split(separator: "/").last ?? ""),
                target: isExternal ? target : resolve(target, in: folder),
                isExternal: isExternal
            )
        }
    }

    /// An XML part's root, or nil when the part is missing.
    func root(of path: String) throws(ReadingError) -> XMLElement? {
        guard let bytes = try archive.contents(of: path) else { return nil }
        return try XMLReader(bytes, of: file).root()
    }

    /// Sets the title, author and date that the core properties state.
    func setProperties(of document: inout Document) throws(ReadingError) {
        guard let part = try relationships(of: "").first(where: { $0.type == "core-properties" }),
            let root = try root(of: part.target)
        else { return }
        document.title = root.first("title")?.text.collapsed().nonBlank
        document.author = TitleGuess.author(stated: root.first("creator")?.text)
        let date = root.first("modified") ?? root.first("created")
        document.date = (date?.text).flatMap(DocumentDate.iso)
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[...slash]), String(path[path.index(after: slash)...]))
    }

    /// The archive path of `target` as seen from `folder`.
    static func resolve(_ target: String, in folder: String) -> String {
        var components: [Substring] = target.hasPrefix("/") ? [] : folder.split(separator: "/")
        for component in target.split(separator: "/") where component != "." {
            if component == ".." { _ = components.popLast() } else { components.append(component) }
        }
        return components.joined(separator: "/")
    }
}
