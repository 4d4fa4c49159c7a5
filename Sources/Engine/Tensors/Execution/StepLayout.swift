// A step as the executor looks at it: what belongs to each row, and which rows belong together.

/// The rows of a step's tensors.
struct StepLayout {
    /// The rows of one piece.
    struct Piece {
        let firstRow: Int
        let tokenCount: Int
        /// The position of the first row in its sequence.
        let start: Int
        let blocks: [Int32]

        var rows: Range<Int> { firstRow..<firstRow + tokenCount }
    }

    let tokens: [Int32]
    let segments: [Int32]
    let positions: [Int]
    /// The length of its sequence that a row's rotation goes by.
    let rotaryLengths: [Int]
    let pieces: [Piece]
    let wantedRows: [Int]

    private var tables: [Rotary: RotaryTable] = [:]

    init(_ step: Step) {
        tokens = step.pieces.flatMap(\.tokens)
        segments = step.pieces.flatMap {
            $0.segments.isEmpty ? Array(repeating: 0, count: $0.tokens.count) : $0.segments
        }
        positions = step.pieces.flatMap { Array($0.start..<$0.start + $0.tokens.count) }
        rotaryLengths = step.pieces.flatMap { piece in
            (piece.start..<piece.start + piece.tokens.count).map { max($0 + 1, piece.promptLength) }
        }
        var pieces: [Piece] = []
        var row = 0
        for piece in step.pieces {
            precondition(piece.segments.isEmpty || piece.segments.count == piece.tokens.count)
            pieces.append(
                Piece(firstRow: row, tokenCount: piece.tokens.count, start: piece.start, blocks: piece.blocks)
            )
            row += piece.tokens.count
        }
        self.pieces = pieces
        wantedRows = step.wantedRows
    }

    var tokenCount: Int { tokens.count }

    /// The cosines and sines of every row; computed once a step.
    mutating func table(for rotary: Rotary) -> RotaryTable {
        if let table = tables[rotary] { return table }
        let table = RotaryTable(rotary, positions: positions, lengths: rotaryLengths)
        tables[rotary] = table
        return table
    }
}
