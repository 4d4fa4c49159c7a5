// WordPiece vocabularies while they are read: which tokens begin words, and which go on within them.

internal import ModelFiles

/// Collects the tokens of a WordPiece model in the order of their ids.
struct WordPieces {
    private var beginnings: [(bytes: ArraySlice<UInt8>, value: Int32)] = []
    private var continuations: [(bytes: ArraySlice<UInt8>, value: Int32)] = []
    private(set) var detokenizer = Detokenizer()

    init(tidies: Bool) { detokenizer.joining = .words(tidies: tidies) }

    /// Adds the next token, without its mark.
    ///
    /// Where it is not ordinary, as control tokens are, it is not found in texts and stands as a word of its own.
    mutating func add(_ token: String, continuesWord: Bool, isOrdinary: Bool = true) {
        let id = Int32(detokenizer.count)
        detokenizer.append(token.utf8, continuesWord: continuesWord && isOrdinary)
        guard isOrdinary else { return }
        if continuesWord {
            continuations.append((Array(token.utf8)[...], id))
        } else {
            beginnings.append((Array(token.utf8)[...], id))
        }
    }

    func model(file: String, unknown: Int32) throws -> WordPiece {
        guard let beginnings = ByteTrie(beginnings), let continuations = ByteTrie(continuations) else {
            throw ModelFileError.invalid(
                file: file,
                place: "vocabulary",
                expected: "at most 16 million bytes of tokens",
                found: "more"
            )
        }
        return WordPiece(beginnings: beginnings, continuations: continuations, unknown: unknown)
    }
}

extension PreTokenizer {
    /// White-space separates words, and each punctuation character is one.
    static func bert() throws -> PreTokenizer {
        PreTokenizer(steps: [
            .split(try Pattern(#"\s+"#), .removed), .split(try Pattern(BertNormalizer.punctuation), .isolated),
        ])
    }
}

extension SequenceTemplate {
    /// `[CLS] first [SEP] second [SEP]`.
    static func bertPair(_ begin: Int32, _ end: Int32) -> SequenceTemplate {
        SequenceTemplate([(.token(begin), 0), (.first, 0), (.token(end), 0), (.second, 1), (.token(end), 1)])
    }
}
