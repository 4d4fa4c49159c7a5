// What can be wrong with a split pattern, and with what is asked of a tokenizer. What is wrong with its files is a
// `ModelFileError`.

/// A reason why a text cannot be encoded, or ids cannot be decoded.
package enum TokenizationError: Error, Equatable, CustomStringConvertible {
    /// A split pattern uses a construct that is not carried out here.
    case unsupportedPattern(pattern: String, construct: String)
    /// A split pattern looks far ahead, over and over, on this text.
    case slowPattern(pattern: String)
    case textTooLong(byteCount: Int, limit: Int)
    case unknownToken(id: Int, count: Int)

    package var description: String {
        switch self {
        case .unsupportedPattern(let pattern, let construct):
            "The split pattern \(pattern.prefix(200)) uses \(construct), which Kaiyuan does not carry out."
        case .slowPattern(let pattern):
            "The split pattern \(pattern.prefix(200)) takes too long on this text; split the text into smaller ones."
        case .textTooLong(let byteCount, let limit):
            "The text has \(byteCount) bytes; at most \(limit) are tokenized at once. Split it."
        case .unknownToken(let id, let count):
            "\(id) is not a token: the vocabulary has the ids 0 to \(count - 1)."
        }
    }
}
