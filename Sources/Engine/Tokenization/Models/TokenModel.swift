// The models that make ids of pieces, behind one door.

/// One of the three models.
enum TokenModel: Sendable {
    case bytePairs(BytePairEncoding)
    case unigram(Unigram)
    case wordPiece(WordPiece)

    func encode(_ text: SplitText, into ids: inout [Int32], _ workspace: inout Workspace) {
        let bytes = text.bytes.span
        switch self {
        case .bytePairs(let model):
            for piece in text.pieces where !piece.isEmpty {
                guard piece.count <= PieceCache.longestPiece else {
                    model.encode(bytes, piece, into: &ids, &workspace.merging)
                    continue
                }
                let key = PieceKey(bytes, piece)
                if workspace.cache.appendIDs(of: key, to: &ids) { continue }
                let count = ids.count
                model.encode(bytes, piece, into: &ids, &workspace.merging)
                workspace.cache.store(key, ids[count...])
            }
        case .unigram(let model):
            for piece in text.pieces { model.encode(bytes, piece, into: &ids) }
        case .wordPiece(let model):
            for piece in text.pieces { model.encode(bytes, piece, into: &ids) }
        }
    }
}

/// What encoding needs besides the vocabulary; one for each text that is encoded at the same time, used again afterwards.
struct Workspace: Sendable {
    var cache = PieceCache()
    var merging = MergeWorkspace()
}
