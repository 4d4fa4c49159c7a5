// Tells a hyphen at a line's end that breaks a word from one that belongs to it, by the other words of the document.

/// The words of a document.
struct Vocabulary {
    /// Words without a hyphen, of four letters or more.
    private var whole: Set<String> = []
    private var hyphenated: Set<String> = []
    /// What stands before the first hyphen, and behind the last one.
    private var leads: Set<Substring> = []
    private var tails: Set<Substring> = []
    private let isEnglish: Bool

    init(_ pages: [PDFPage]) {
        let lines = pages.lazy.flatMap(\.blocks).flatMap(\.lines)
        isEnglish = LanguageDetector().language(of: lines.prefix(300).map(\.plainText).joined(separator: " ")) == "en"
        for line in lines {
            for (index, word) in line.words.enumerated() where index < line.words.count - 1 || !word.text.hasSuffix("-")
            {
                let letters = word.text.lowercased().drop { !$0.isLetter }
                let bare = String(letters.prefix { $0.isLetter || $0 == "-" })
                if bare.utf8.contains(UInt8(ascii: "-")) {
                    hyphenated.insert(bare)
                    let parts = bare.split(separator: "-")
                    if parts.count > 1, let lead = parts.first, let tail = parts.last {
                        leads.insert(lead)
                        tails.insert(tail)
                    }
                } else if bare.count > 3 {
                    whole.insert(bare)
                }
            }
        }
    }

    /// `word` without its hyphen, when that only breaks it before `next`; the word itself when the hyphen stays but no
    /// blank follows; nil when it ends in no hyphen.
    func stem(of word: String, before next: String) -> String? {
        guard let mark = word.unicodeScalars.last, mark == "-" || mark == "\u{AD}" || mark == "\u{2010}" else {
            return nil
        }
        let stem = String(word.unicodeScalars.dropLast())
        guard let letter = stem.last, letter.isLetter, let first = next.first, first.isLetter else { return nil }
        if mark == "\u{AD}" { return stem }
        guard first.isLowercase else { return word }
        let lead = stem.lowercased().drop { !$0.isLetter }
        let tail = next.lowercased().prefix { $0.isLetter || $0 == "-" }
        if whole.contains("\(lead)\(tail)") { return stem }
        if hyphenated.contains("\(lead)-\(tail)") || lead.utf8.contains(UInt8(ascii: "-")) { return word }
        return isEnglish && isCompound(lead, tail) ? word : stem
    }

    /// Whether two parts are more likely two words with a hyphen than one broken in the middle.
    ///
    /// In English both halves being words of the document is such a sign, and so is a half that stands beside hyphens
    /// elsewhere in it; among other languages German writes its compounds together.
    private func isCompound(_ lead: Substring, _ tail: Substring) -> Bool {
        if lead == "self" { return !Self.behindSelf.contains(tail) }
        guard !Self.closingLeads.contains(lead), !Self.closingTails.contains(tail) else { return false }
        let (isLeadWord, isTailWord) = (whole.contains(String(lead)), whole.contains(String(tail)))
        if isLeadWord && isTailWord { return true }
        return isTailWord && lead.count > 3 && leads.contains(lead) || isLeadWord && tails.contains(tail)
    }

    private static let behindSelf: Set<Substring> = [
        "ish", "ishly", "ishness", "less", "lessly", "lessness", "same", "hood",
    ]

    /// Halves of words that are written as one: something, whenever, understand, wherever, comfortable.
    private static let closingLeads: Set<Substring> = [
        "some", "every", "any", "when", "what", "where", "there", "here", "over", "under", "with", "fore", "mean",
        "more", "else", "hand",
    ]
    private static let closingTails: Set<Substring> = [
        "less", "able", "some", "body", "thing", "where", "ever", "over", "ward", "wards", "self", "selves", "time",
        "times", "ness", "ship", "form", "side", "light", "what", "more", "head", "ground",
    ]
}
