// WordPiece, BERT's model (arXiv 1810.04805): the longest token that a word begins with, then the longest that goes on from
// there; a word that cannot be finished is unknown as a whole.

/// Encodes words by greedy longest match.
struct WordPiece: Sendable {
    /// Tokens that begin words.
    let beginnings: ByteTrie
    /// Tokens that go on within words, without their mark.
    let continuations: ByteTrie
    let unknown: Int32
    /// A word of more characters is unknown.
    var longestWord = 100

    func encode(_ text: Span<UInt8>, _ word: Range<Int>, into ids: inout [Int32]) {
        let count = ids.count
        var position = word.lowerBound
        while position < word.upperBound {
            let trie = position == word.lowerBound ? beginnings : continuations
            guard let (end, id) = trie.longestPrefix(in: text, from: position, to: word.upperBound) else { break }
            ids.append(id)
            position = end
        }
        let characters = word.reduce(0) { $0 + (text[$1] & 0xC0 == 0x80 ? 0 : 1) }
        if position < word.upperBound || characters > longestWord {
            ids.removeSubrange(count...)
            ids.append(unknown)
        }
    }
}
