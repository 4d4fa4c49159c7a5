// A text as it is being written: tokens become characters, stop strings end it. Whoever stops listening ends the work.

internal import Tokenization

/// Parts of a text, never half a character.
package struct TextStream: AsyncSequence {
    /// A part of a text.
    package enum Element: Sendable, Equatable {
        case text(String)
        /// The end, with the number of tokens that were made.
        case finished(FinishReason, tokenCount: Int)
    }

    let events: AsyncThrowingStream<GenerationEvent, any Error>
    let decoder: StreamingDecoder
    let stops: StopStrings

    package func makeAsyncIterator() -> Iterator {
        Iterator(events: events.makeAsyncIterator(), decoder: decoder, stops: stops)
    }

    /// Turns the events of one request into text.
    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var events: AsyncThrowingStream<GenerationEvent, any Error>.Iterator
        fileprivate var decoder: StreamingDecoder
        fileprivate var stops: StopStrings
        fileprivate var tokenCount = 0
        fileprivate var pending: [Element] = []
        fileprivate var isOver = false

        package mutating func next() async throws -> Element? {
            while pending.isEmpty, !isOver, let event = try await events.next() { try take(event) }
            return pending.isEmpty ? nil : pending.removeFirst()
        }

        private mutating func take(_ event: GenerationEvent) throws {
            switch event {
            case .prompt: break
            case .token(let token):
                tokenCount += 1
                put(stops.append(try decoder.append(token.token)))
                if stops.isFound { end(.stop) }
            case .finished(let reason):
                put(stops.append(decoder.finish()))
                put(stops.finish())
                end(stops.isFound ? .stop : reason)
            }
        }

        private mutating func put(_ text: String) {
            if !text.isEmpty { pending.append(.text(text)) }
        }

        private mutating func end(_ reason: FinishReason) {
            pending.append(.finished(reason, tokenCount: tokenCount))
            isOver = true
        }
    }
}
