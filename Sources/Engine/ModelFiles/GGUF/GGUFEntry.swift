// A key of a GGUF file's metadata with its value, and the bytes that both came from, so that a copy is exact even where
// a file's strings are not UTF-8.

/// One key and its value.
package struct GGUFEntry: Sendable {
    package let key: String
    package let value: GGUFValue

    /// Where the entry was read, with name and type; nil for one that was made for writing.
    let source: (file: MappedFile, range: Range<Int>)?

    package init(_ key: String, _ value: GGUFValue) {
        self.key = key
        self.value = value
        source = nil
    }

    init(key: String, value: GGUFValue, file: MappedFile, range: Range<Int>) {
        self.key = key
        self.value = value
        source = (file, range)
    }
}
