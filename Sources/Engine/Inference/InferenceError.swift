// What can be wrong with what a model is asked, as facts; the sentences for people are made here.

package import Networks

/// Why a model does not do what it is asked.
package enum InferenceError: Error, Equatable, CustomStringConvertible {
    /// The network does not compute such a thing.
    case wrongTask(wanted: String, architecture: Architecture)

    /// There is nothing to compute on.
    case emptyPrompt

    /// A token id that the vocabulary does not have.
    case unknownToken(Int, vocabularySize: Int)

    /// More tokens than the context has room for.
    case tooLong(tokenCount: Int, limit: Int)

    /// As many requests as the model takes on wait already.
    case busy(requestCount: Int)

    /// Fewer tokens than a measurement needs.
    case tooShort(tokenCount: Int, needed: Int)

    /// A chat is asked of a model whose files do not say how to write one.
    case noChatTemplate

    package var description: String {
        switch self {
        case .wrongTask(let wanted, let architecture):
            "A model of type \(architecture.rawValue) gives no \(wanted)."
        case .emptyPrompt:
            "There are no tokens; give at least one."
        case .unknownToken(let token, let vocabularySize):
            "The token \(token) is not in the model's vocabulary, which goes from 0 to \(vocabularySize - 1)."
        case .tooLong(let tokenCount, let limit):
            "\(tokenCount) tokens are more than the \(limit) that there is room for; shorten the text."
        case .tooShort(let tokenCount, let needed):
            "The text has \(tokenCount) tokens; \(needed) are needed."
        case .noChatTemplate:
            "The model has no chat template; it continues texts only: kaiyuan run."
        case .busy(let requestCount):
            "The model has \(requestCount) requests already; try again in a moment."
        }
    }
}
