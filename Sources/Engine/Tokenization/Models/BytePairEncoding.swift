// Byte pair encoding (Sennrich and others, arXiv 1508.07909), over bytes as GPT-2 has it or over characters as
// SentencePiece has it. Ranked merges, scores and tiktoken's ranks all become the same table of merges when they are read.

/// Encodes pieces by merging pairs of symbols.
struct BytePairEncoding: Sendable {
    /// What the symbols are before any merge.
    enum Alphabet: Sendable {
        /// One symbol a byte; -1 for a byte that the vocabulary lacks, which is left out.
        case bytes([Int32])
        /// One symbol a character. Numbers beyond the vocabulary stand for characters that are no tokens of their own but
        /// parts of one.
        case characters
    }

    let alphabet: Alphabet
    /// The vocabulary, and after it characters that only stand in merges.
    let symbols: TokenTable
    let tokenCount: Int
    let merges: MergeTable
    /// Characters that need not be merged from their bytes; none gives the same ids.
    var wholeCharacters = WholeCharacters()
    /// A piece that is itself a token is taken whole, before any merge.
    var takesWholePieces = false
    /// The tokens `<0x00>` to `<0xFF>` for characters that the vocabulary lacks; empty where it has none.
    var byteFallback: [Int32] = []
    var unknown: Int32?
    /// Whether a run of unknown characters is one unknown token.
    var fusesUnknown = false

    func encode(_ text: Span<UInt8>, _ piece: Range<Int>, into ids: inout [Int32], _ workspace: inout MergeWorkspace) {
        if takesWholePieces, let id = symbols.id(of: text, piece), id < tokenCount {
            ids.append(id)
            return
        }
        workspace.removeAll()
        switch alphabet {
        case .bytes(let byteTokens):
            var position = piece.lowerBound
            while position < piece.upperBound {
                let byte = text[position]
                if byte >= 0x80, let (symbol, birth, width) = wholeCharacters.symbol(in: text, at: position, of: piece)
                {
                    workspace.append(symbol, bornAt: birth)
                    position += width
                    continue
                }
                if byteTokens[Int(byte)] >= 0 { workspace.append(byteTokens[Int(byte)]) }
                position += 1
            }
            workspace.merge(by: merges)
            ids += workspace.symbols
        case .characters:
            encodeCharacters(text, piece, into: &ids, &workspace)
        }
    }

    /// Characters outside the vocabulary stand as `-1 - value` in the list of symbols, so that nothing merges with them.
    private func encodeCharacters(
        _ text: Span<UInt8>,
        _ piece: Range<Int>,
        into ids: inout [Int32],
        _ workspace: inout MergeWorkspace
    ) {
        var position = piece.lowerBound
        while position < piece.upperBound {
            let (value, width) = UTF8Scalar.decode(text, at: position, end: piece.upperBound)
            workspace.append(symbols.id(of: text, position..<position + width) ?? -1 - Int32(value))
            position += width
        }
        workspace.merge(by: merges)
        var wasUnknown = false
        for symbol in workspace.symbols {
            if symbol >= 0, symbol < tokenCount {
                ids.append(symbol)
                wasUnknown = false
                continue
            }
            let bytes = symbol < 0 ? Self.bytes(UInt32(-1 - symbol)) : Array(symbols[symbol])
            let fallback = byteFallback.isEmpty ? [] : bytes.map { byteFallback[Int($0)] }.filter { $0 >= 0 }
            if !fallback.isEmpty, fallback.count == bytes.count {
                ids += fallback
                wasUnknown = false
            } else if let unknown {
                if !(fusesUnknown && wasUnknown) { ids.append(unknown) }
                wasUnknown = true
            }
        }
    }

    private static func bytes(_ value: UInt32) -> [UInt8] {
        Array(String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
    }
}
