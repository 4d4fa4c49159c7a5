// What one step of a model computes: pieces of several sequences, packed end to end, each with its place in the cache.

/// The tokens of several sequences that go through the network together.
package struct Step: Sendable {
    /// A piece of one sequence: a prompt, a part of it, or the token made last.
    package struct Piece: Sendable {
        /// The tokens, each below the vocabulary's size; at least one.
        package var tokens: [Int32]

        /// The segment of each token (BERT's token types); empty when all are 0.
        package var segments: [Int32] = []

        /// The position of the first token in its sequence: so many are in the cache already.
        package var start = 0

        /// The length of the prompt: rotary frequencies that depend on the length see at least this one, so that a
        /// prompt in parts is rotated as one in one piece.
        package var promptLength: Int

        /// The blocks of the cache that hold the sequence, these tokens included; empty without a cache.
        package var blocks: [Int32] = []

        /// Which of the tokens' results are wanted.
        package var wanted: Wanted = .last

        package init(
            tokens: [Int32],
            segments: [Int32] = [],
            start: Int = 0,
            promptLength: Int? = nil,
            blocks: [Int32] = [],
            wanted: Wanted = .last
        ) {
            self.tokens = tokens
            self.segments = segments
            self.start = start
            self.promptLength = promptLength ?? start + tokens.count
            self.blocks = blocks
            self.wanted = wanted
        }
    }

    /// The tokens of a piece whose results are wanted.
    package enum Wanted: Sendable {
        case none, last, all
    }

    package var pieces: [Piece]

    package init(_ pieces: [Piece]) { self.pieces = pieces }

    /// The number of tokens over all pieces.
    package var tokenCount: Int { pieces.reduce(0) { $0 + $1.tokens.count } }

    /// The rows, over all pieces, whose results are wanted.
    package var wantedRows: [Int] {
        var rows: [Int] = []
        var first = 0
        for piece in pieces {
            switch piece.wanted {
            case .none: break
            case .last: rows.append(first + piece.tokens.count - 1)
            case .all: rows.append(contentsOf: first..<first + piece.tokens.count)
            }
            first += piece.tokens.count
        }
        return rows
    }
}
