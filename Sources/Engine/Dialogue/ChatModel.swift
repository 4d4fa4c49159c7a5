// The one language in which chats are spoken inside: whoever answers stands behind `ChatModel`, and every dialect of
// the outside is translated to and from these types at the door. Knows nothing of HTTP, documents or users.

/// Something that answers a chat.
package protocol ChatModel: Sendable {
    /// The name under which clients ask for it.
    var name: String { get }
    var abilities: ChatAbilities { get }
    /// Answers the last message of the request.
    ///
    /// The stream ends with exactly one `.finished`, or throws. Ending the iteration cancels the work.
    func respond(to request: ChatRequest) -> AsyncThrowingStream<ChatEvent, any Error>
}

/// What a model can do, so that nobody asks for more.
package struct ChatAbilities: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Writes sentences of its own, as opposed to quoting.
    package static let writes = ChatAbilities(rawValue: 1 << 0)
    /// Cites the passages it was given.
    package static let cites = ChatAbilities(rawValue: 1 << 1)
}
