// What can be wrong with a model's files, as facts; the sentences for people are made here and nowhere else.

/// Why a model file or folder cannot be read or written.
package enum ModelFileError: Error, Equatable, CustomStringConvertible {
    /// The system refused to open, read or write the file.
    case inaccessible(file: String, reason: String)

    /// The file ends inside of something that it announced.
    case truncated(file: String, place: String, expected: Int, actual: Int)

    /// Something in the file is not what the format allows.
    case invalid(file: String, place: String, expected: String, found: String)

    /// The file says it is something that Kaiyuan does not read.
    case unsupported(file: String, what: String, supported: String)

    /// The disk has no room for a file.
    case noSpace(file: String, needed: Int, available: Int)

    /// What was asked for is not in the file.
    case missing(file: String, what: String)

    package var description: String {
        switch self {
        case .inaccessible(let file, let reason):
            "\(file): \(reason)."
        case .truncated(let file, let place, let expected, let actual):
            "\(file) ends at byte \(actual), but \(place) goes on to byte \(expected): the file is incomplete, "
                + "fetch it again."
        case .invalid(let file, let place, let expected, let found):
            "\(file), \(place): expected \(expected), found \(found)."
        case .unsupported(let file, let what, let supported):
            "\(file) holds \(what), which Kaiyuan does not read. It reads \(supported)."
        case .noSpace(let file, let needed, let available):
            "\(file) needs \(needed) bytes, but its disk has room for \(available): make room or choose another folder."
        case .missing(let file, let what):
            "\(file) has no \(what)."
        }
    }
}

/// A name from a file inside an error: in quotes, and cut when somebody made it long.
func quoted(_ name: String) -> String {
    let start = name.unicodeScalars.prefix(80).map { $0.escaped(asASCII: false) }.joined()
    return "\"\(start)\(name.unicodeScalars.count > 80 ? "…" : "")\""
}
