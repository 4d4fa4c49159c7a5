// Terms straight from text to index: what `BilingualAnalyzer.terms(of:)` makes of the units, without a string for each.

internal import InvertedIndex

/// Takes units and makes the terms of a passage of them.
struct TermCollector: TextUnitReceiver, Sendable {
    /// The terms in order.
    private(set) var terms = TermList()
    /// The single characters in order.
    private(set) var characters = TermList()
    /// The terms' shares in fingerprints.
    private(set) var hashes: [UInt64] = []
    private var last: ShortTerm?
    /// Whether `last` is in no term yet: a character that none follows directly is a term of its own.
    private var isPending = false

    init(byteCount: Int) {
        terms.reserveCapacity(byteCount / 3)
        hashes.reserveCapacity(byteCount / 3)
    }

    mutating func take(character: Unicode.Scalar, at range: Range<Int>, isGlued: Bool) {
        let next = ShortTerm(character)
        characters.append(next)
        if isGlued, let last {
            append(last, next)
            isPending = false
        } else {
            finish()
            isPending = true
        }
        last = next
    }

    mutating func take(word: Stemmer.Forms, at range: Range<Int>, isCapitalised: Bool) {
        finish()
        if let short = word.shortStem { terms.append(short) } else { terms.append(word.stemBytes) }
        hashes.append(word.hash)
    }

    /// To be called behind the last unit.
    mutating func finish() {
        guard isPending, let last else { return }
        terms.append(last)
        hashes.append(Fingerprint.hash(last))
        isPending = false
    }

    private mutating func append(_ first: ShortTerm, _ second: ShortTerm) {
        if let pair = first.followed(by: second) {
            terms.append(pair)
            hashes.append(Fingerprint.hash(pair))
        } else {
            let bytes = first.bytes + second.bytes
            terms.append(bytes)
            hashes.append(Fingerprint.hash(bytes))
        }
    }
}
