// What can go wrong with a library, in one sentence each.

/// Why a library could not do what it was asked.
package enum LibraryError: Error, Equatable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    case noSuchDocument(String)
    case noSuchSource(String)
    case badQuery(String)
    case isBeingWritten(by: String)
    case indexDamaged(folder: String, reason: String)
    case indexNotWritten(reason: String)
    case diskFull(reason: String)

    package var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "The library at \(path) cannot be opened: \(reason). Name another folder with --home."
        case .noSuchDocument(let name):
            "The library holds no document \(name). \"kaiyuan sources --documents\" lists what it holds."
        case .noSuchSource(let name):
            "The library has no source \(name). \"kaiyuan sources\" lists them."
        case .badQuery(let reason):
            reason
        case .isBeingWritten(let holder):
            "The library is being written by \(holder). Wait until that is done, or stop it."
        case .indexNotWritten(let reason), .diskFull(let reason):
            reason
        case .indexDamaged(let folder, let reason):
            "\(reason) Remove the folder \(folder): the index is made anew when the library is opened next."
        }
    }
}
