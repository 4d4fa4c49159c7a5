// What can go wrong with an index, in one sentence each.

/// Why an index could not do what it was asked.
package enum IndexError: Error, Equatable, CustomStringConvertible {
    case damaged(file: String, what: String)
    case cannotRead(file: String, reason: String)
    case cannotWrite(file: String, reason: String)
    case diskFull(file: String)
    case full(limit: Int)

    package var description: String {
        switch self {
        case .damaged(let file, let what):
            "The index file \(file) is damaged: \(what)."
        case .cannotRead(let file, let reason):
            "The index file \(file) cannot be read: \(reason)."
        case .cannotWrite(let file, let reason):
            "The index file \(file) cannot be written: \(reason). The library is as it was."
        case .diskFull(let file):
            "The disk that holds \(file) is full. The library is as it was; make room and try again."
        case .full(let limit):
            "A segment of the index holds at most \(limit) passages. Commit smaller batches."
        }
    }
}

/// What is wrong with bytes that were read; `IndexError.damaged` adds the file they stand in.
struct Damage: Error, Equatable {
    var what: String

    init(_ what: String) { self.what = what }
}
