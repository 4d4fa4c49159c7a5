// A vocabulary as files have it: tokens in the order of their ids, each with its kind and score. What all readers share when
// they make a model of it.

internal import ModelFiles

/// Tokens numbered from 0.
struct Vocabulary {
    enum Kind: Int {
        case normal = 1
        case unknown, control, userDefined, unused, byte
    }

    /// How byte tokens are written: `<0x00>` to `<0xFF>`.
    static func byte(of token: String) -> UInt8? {
        guard token.utf8.count == 6, token.hasPrefix("<0x"), token.hasSuffix(">") else { return nil }
        return UInt8(token.dropFirst(3).dropLast(), radix: 16)
    }

    let file: String
    var tokens: [String]
    var kinds: [Kind]
    var scores: [Float] = []

    /// The ids of the byte tokens, -1 for those that are not there; empty where none is.
    var byteFallback: [Int32] {
        var ids = [Int32](repeating: -1, count: 256)
        for (id, token) in tokens.enumerated() where kinds[id] == .byte {
            if let byte = Self.byte(of: token) { ids[Int(byte)] = Int32(id) }
        }
        return ids.contains { $0 >= 0 } ? ids : []
    }

    var unknown: Int32? { kinds.firstIndex(of: .unknown).map(Int32.init) }

    /// The tokens that are matched whole: control and user-defined ones.
    var added: [AddedToken] {
        zip(tokens, kinds).enumerated().compactMap { id, token in
            guard token.1 == .control || token.1 == .userDefined, !token.0.isEmpty else { return nil }
            return AddedToken(id: Int32(id), content: token.0, isSpecial: token.1 == .control)
        }
    }

    // MARK: Byte pair encoding

    /// Over bytes, with the tokens and merges written in GPT-2's alphabet.
    func bytePairs(merges: [(String, String)]) throws -> BytePairEncoding {
        let encoded = tokens.map { ByteAlphabet.bytes($0) }
        let table = symbols(encoded.map { $0 ?? [] }) { encoded[$0] != nil && kinds[$0] == .normal }
        return Self.bytePairs(table, try mergeTable(table, merges) { ByteAlphabet.bytes($0) ?? Array($0.utf8) })
    }

    static func bytePairs(_ table: TokenTable, _ merges: MergeTable) -> BytePairEncoding {
        let byteTokens = (UInt8.min...UInt8.max).map { table.id(of: [$0]) ?? -1 }
        return BytePairEncoding(
            alphabet: .bytes(byteTokens),
            symbols: table,
            tokenCount: table.count,
            merges: merges,
            wholeCharacters: WholeCharacters(table, merges, byteTokens: byteTokens)
        )
    }

    /// Over characters, with merges in the same writing as the tokens.
    func characterPairs(merges: [(String, String)]) throws -> BytePairEncoding {
        let table = symbols(tokens.map { Array($0.utf8) }) { kinds[$0] == .normal }
        return BytePairEncoding(
            alphabet: .characters,
            symbols: table,
            tokenCount: tokens.count,
            merges: try mergeTable(table, merges) { Array($0.utf8) },
            byteFallback: byteFallback,
            unknown: unknown,
            fusesUnknown: true
        )
    }

    /// Over characters, as SentencePiece does it: two symbols merge where a token is both of them, that of the highest
    /// score first.
    func scoredPairs() throws -> BytePairEncoding {
        let encoded = tokens.map { Array($0.utf8) }
        var table = symbols(encoded) { kinds[$0] == .normal }
        let mergeable = tokens.indices.filter { kinds[$0] == .normal }
        for id in mergeable {
            // A character that is only ever part of a token needs a number all the same.
            for scalar in tokens[id].unicodeScalars where table.id(of: Array(String(scalar).utf8)) == nil {
                table.append(Array(String(scalar).utf8))
            }
        }
        let order = Set(mergeable.map { scores[$0] }).sorted(by: >)
        let ranks = Dictionary(uniqueKeysWithValues: zip(order, 0...))
        return BytePairEncoding(
            alphabet: .characters,
            symbols: table,
            tokenCount: tokens.count,
            merges: Self.splits(of: mergeable.map { (encoded[$0], Int32($0), ranks[scores[$0]] ?? 0) }, table),
            byteFallback: byteFallback,
            unknown: unknown,
            fusesUnknown: true
        )
    }

    private func symbols(_ encoded: [[UInt8]], isFindable: (Int) -> Bool) -> TokenTable {
        var table = TokenTable(capacity: encoded.count + encoded.count / 4 + 256)
        for (id, bytes) in encoded.enumerated() { table.append(bytes, isFindable: isFindable(id) && !bytes.isEmpty) }
        return table
    }

    private func mergeTable(_ table: TokenTable, _ merges: [(String, String)], _ bytes: (String) -> [UInt8]) throws
        -> MergeTable
    {
        var result = MergeTable(capacity: merges.count)
        for (rank, (left, right)) in merges.enumerated() {
            let (leftBytes, rightBytes) = (bytes(left), bytes(right))
            guard let leftID = table.id(of: leftBytes), let rightID = table.id(of: rightBytes) else {
                throw ModelFileError.invalid(
                    file: file,
                    place: "merge \(rank)",
                    expected: "two tokens",
                    found: "\"\(left.prefix(40))\" and \"\(right.prefix(40))\""
                )
            }
            // What makes no token can never be wanted: files without merges of their own carry such a one.
            guard let merged = table.id(of: leftBytes + rightBytes) else { continue }
            result.add(leftID, rightID, MergeTable.Merge(rank: rank, symbol: merged))
        }
        return result
    }

    /// A merge for each way to cut a token into two symbols, all of the token's own rank.
    static func splits(of tokens: [(bytes: [UInt8], id: Int32, rank: Int)], _ table: TokenTable) -> MergeTable {
        var found: [(Int32, Int32, MergeTable.Merge)] = []
        for (bytes, id, rank) in tokens where bytes.count > 1 && bytes.count <= Self.longestMerged {
            for cut in 1..<bytes.count {
                guard let left = table.id(of: bytes.span, 0..<cut),
                    let right = table.id(of: bytes.span, cut..<bytes.count)
                else { continue }
                found.append((left, right, MergeTable.Merge(rank: rank, symbol: id)))
            }
        }
        var result = MergeTable(capacity: found.count)
        for (left, right, merge) in found { result.add(left, right, merge) }
        return result
    }

    /// Longer tokens than any vocabulary has are not merged: all their cuts would take quadratic time.
    private static let longestMerged = 4_096

    // MARK: Unigram

    func unigram() throws -> Unigram {
        let used = tokens.indices.filter { kinds[$0] == .normal || kinds[$0] == .userDefined }
        guard let trie = ByteTrie(used.map { (bytes: Array(tokens[$0].utf8)[...], value: Int32($0)) }) else {
            throw ModelFileError.invalid(
                file: file,
                place: "vocabulary",
                expected: "at most 16 million bytes of tokens",
                found: "more"
            )
        }
        return Unigram(
            tokens: trie,
            scores: scores,
            leastScore: used.map { scores[$0] }.min() ?? 0,
            unknown: unknown,
            byteFallback: byteFallback
        )
    }

    // MARK: Decoding

    /// Byte tokens are bytes, `\u{2581}` is a space; added tokens are what they say.
    func markedDetokenizer() -> Detokenizer {
        var detokenizer = Detokenizer()
        for (token, kind) in zip(tokens, kinds) {
            switch kind {
            case .byte: detokenizer.append(Self.byte(of: token).map { [$0] } ?? Array(token.utf8))
            case .control, .userDefined, .unknown: detokenizer.append(token.utf8)
            case .normal, .unused: detokenizer.append(Self.unmarked(token))
            }
        }
        return detokenizer
    }

    static func unmarked(_ token: String) -> [UInt8] {
        token.unicodeScalars.flatMap { $0 == "\u{2581}" ? [0x20] : Array(String($0).utf8) }
    }

    /// Tokens are bytes in GPT-2's alphabet; added tokens are what they say.
    func byteDetokenizer() -> Detokenizer {
        var detokenizer = Detokenizer()
        for (token, kind) in zip(tokens, kinds) {
            detokenizer.append(kind == .normal ? ByteAlphabet.bytes(token) ?? Array(token.utf8) : Array(token.utf8))
        }
        return detokenizer
    }
}
