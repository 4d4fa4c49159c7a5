// What a history is made of: conversations, their turns, and shared snapshots. Values; `ConversationStore` keeps them.

internal import Foundation
internal import Retrieval

/// A conversation as a list shows it.
package struct ConversationHead: Sendable, Equatable, Codable {
    package var id: String
    package var title: String
    package var createdAt: String
    package var updatedAt: String
    package var turns: Int
    package var answering: Bool
    /// Where a search in the history matched.
    package var match: String?

    enum CodingKeys: String, CodingKey {
        case id, title, turns, answering, match
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }
}

/// A question and its answer.
package struct Turn: Sendable, Equatable, Codable {
    package var id: String
    package var question: String
    package var createdAt: String
    /// Within what was asked; nil for the whole library.
    package var scope: TurnScope?
    package var answer: Answer
}

/// The part of the library that a question was asked within.
package struct TurnScope: Sendable, Equatable, Codable {
    package var documentIDs: [Int64]?
    package var folder: String?

    package enum CodingKeys: String, CodingKey {
        case folder
        case documentIDs = "document_ids"
    }

    /// Nil when the filter lets the whole library answer.
    init?(_ filter: DocumentFilter) {
        guard !filter.documentIDs.isEmpty || filter.folder != nil else { return nil }
        documentIDs = filter.documentIDs.isEmpty ? nil : filter.documentIDs.sorted()
        folder = filter.folder
    }
}

/// A snapshot of a conversation that a link opens.
package struct Share: Sendable, Equatable, Codable {
    package var token: String
    package var createdAt: String
}

/// What a shared link shows: the conversation as it was when it was shared, and of its sources only what was quoted.
package struct SharedConversation: Sendable, Equatable, Codable {
    package var title: String
    package var createdAt: String
    package var turns: [Turn]
}

extension SharedConversation {
    /// The snapshot without what nobody quoted: sources that no mark opens, questions made of their headings, folders
    /// (those asked within, too), and where on this machine the files lie.
    var reduced: SharedConversation {
        var shared = self
        for index in shared.turns.indices {
            shared.turns[index].scope = nil
            shared.turns[index].answer.followups = []
            shared.turns[index].answer.sources = shared.turns[index].answer.sources.filter(\.cited).map(\.reduced)
        }
        return shared
    }
}

extension AnswerSource {
    /// An address on the web stays, of a path on this machine only the file's name.
    fileprivate var reduced: AnswerSource {
        var source = self
        source.folder = ""
        let isOnTheWeb = address.hasPrefix("https://") || address.hasPrefix("http://")
        if !isOnTheWeb { source.address = String(address.split(separator: "/").last ?? "") }
        return source
    }
}

/// What can be wrong with what is asked of a conversation.
package enum ConversationError: Error, Equatable, CustomStringConvertible {
    case noSuchConversation(String)
    case noSuchTurn(String)
    case noSuchShare

    package var description: String {
        switch self {
        case .noSuchConversation(let id): "There is no conversation \(id); it may have been deleted."
        case .noSuchTurn(let id): "There is no question \(id); it may have been edited or deleted."
        case .noSuchShare: "This link shows nothing any more: it was revoked or never existed."
        }
    }
}
