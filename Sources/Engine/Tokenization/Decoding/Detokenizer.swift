// What each token is as text, prepared when a tokenizer is read, and how tokens join.

/// The bytes of tokens as they are shown.
struct Detokenizer: Sendable {
    enum Joining: Sendable {
        /// One after another.
        case plain
        /// A space before each token that begins a word, but for some punctuation where `tidies`.
        case words(tidies: Bool)
    }

    private var blob: [UInt8] = []
    private var ends: [Int] = [0]
    /// Tokens that go on within a word, where words are joined.
    private var continuing: Set<Int32> = []
    /// Tokens whose own space stays at the beginning of a text.
    private var fixed: Set<Int32> = []
    var joining = Joining.plain
    /// Leaves out one space at the beginning of a text, which the normalizer put there.
    var dropsFirstSpace = false
    /// Does so with each token until there is some text.
    var dropsSpacesUntilText = false

    var count: Int { ends.count - 1 }

    mutating func append(_ bytes: some Collection<UInt8>, continuesWord: Bool = false, isFixed: Bool = false) {
        if continuesWord { continuing.insert(Int32(count)) }
        if isFixed { fixed.insert(Int32(count)) }
        blob += bytes
        ends.append(blob.count)
    }

    /// The bytes of a token in the middle of a text.
    subscript(id: Int32) -> ArraySlice<UInt8> { blob[ends[Int(id)]..<ends[Int(id) + 1]] }

    /// Appends what a token adds to a text.
    func append(_ id: Int32, isFirst: Bool, to text: inout [UInt8]) {
        let bytes = self[id]
        switch joining {
        case .plain:
            let dropsSpace = isFirst && dropsFirstSpace && bytes.first == 0x20 && !fixed.contains(id)
            text += dropsSpace ? bytes.dropFirst() : bytes
        case .words(let tidies):
            let isAttached = isFirst || continuing.contains(id) || tidies && Self.attached.contains(Array(bytes))
            if !isAttached { text.append(0x20) }
            text += bytes
        }
    }

    /// What stands without a space before it in English.
    private static let attached = Set([".", "?", "!", ",", "n't", "'m", "'s", "'ve", "'re"].map { Array($0.utf8) })
}
