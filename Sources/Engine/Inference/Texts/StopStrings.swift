// Finds the strings that end a text, also where one begins in one token's text and ends in another's. What might be the
// beginning of one is held back until it is decided.

/// The search for stop strings in a text that comes in parts.
struct StopStrings {
    private let strings: [[UInt8]]
    private var held: [UInt8] = []

    /// Whether a stop string was found; nothing comes after it.
    private(set) var isFound = false

    init(_ strings: [String]) {
        self.strings = strings.map { Array($0.utf8) }.filter { !$0.isEmpty }
    }

    /// Takes the next part and gives what is certain to stand before any stop string.
    mutating func append(_ text: String) -> String {
        guard !isFound else { return "" }
        guard !strings.isEmpty else { return text }
        held += Array(text.utf8)
        // The first place where a stop string begins, or might: whole characters stand before it, as it begins with one.
        for start in held.indices {
            let rest = held[start...]
            if strings.contains(where: { rest.starts(with: $0) }) {
                isFound = true
                return release(start)
            }
            if strings.contains(where: { $0.count > rest.count && $0.starts(with: rest) }) { return release(start) }
        }
        return release(held.count)
    }

    /// What is still held back, at the end of a text that no stop string ended.
    mutating func finish() -> String { isFound ? "" : release(held.count) }

    private mutating func release(_ count: Int) -> String {
        defer { held.removeFirst(count) }
        return String(decoding: held.prefix(count), as: UTF8.self)
    }
}
