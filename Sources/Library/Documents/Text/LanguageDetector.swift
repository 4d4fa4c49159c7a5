// Tells the language of a text by its script, and among the Latin, Cyrillic and Arabic ones by their commonest words.
// Cheap enough for every document, passage and question; knows nothing of models.

internal import Foundation

/// Tells in which language a text is written.
///
/// ```swift
/// LanguageDetector().language(of: "合久必分，分久必合")  // "zh"
/// ```
package struct LanguageDetector: Sendable {
    package init() {}

    /// The BCP 47 tag of the main language, or nil when the text is too short to tell.
    ///
    /// Looks at 20,000 characters at most.
    package func language(of text: String) -> String? {
        var counts = ScriptCounts()
        var words: [String: Int] = [:]
        var word = ""
        var isBehindApostrophe = false
        func endWord(at end: Unicode.Scalar?) {
            // The letter of "it's" or "l'étude" is no word.
            let isApostrophe = end == "'" || end == "\u{2019}"
            let isPart = word.unicodeScalars.count == 1 && (isApostrophe || isBehindApostrophe)
            if !word.isEmpty && !isPart && word.unicodeScalars.count <= 6 { words[word, default: 0] += 1 }
            isBehindApostrophe = isApostrophe
            word = ""
        }
        for scalar in text.unicodeScalars.prefix(20_000) {
            counts.add(scalar)
            if scalar.isASCII {
                // Most letters of most texts, without a look into Unicode's tables.
                let lower = scalar.value | 0x20
                if (0x61...0x7A).contains(lower) {
                    word.unicodeScalars.append(Unicode.Scalar(UInt8(lower)))
                } else if !word.isEmpty || isBehindApostrophe || scalar == "'" {
                    endWord(at: scalar)
                }
            } else if scalar.properties.isAlphabetic && !scalar.isCJK {
                word.unicodeScalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            } else {
                endWord(at: scalar)
            }
        }
        endWord(at: nil)

        switch counts.main {
        case .han: return counts.kana * 20 > counts.han ? "ja" : counts.han >= 2 ? "zh" : nil
        case .kana: return "ja"
        case .hangul: return "ko"
        case .latin: return best(among: Self.latin, words)
        case .cyrillic: return best(among: Self.cyrillic, words) ?? (counts.cyrillic >= 20 ? "ru" : nil)
        case .arabic: return best(among: Self.arabic, words) ?? (counts.arabic >= 10 ? "ar" : nil)
        case .other(let tag): return tag
        case nil: return nil
        }
    }

    /// The language whose commonest words the text has most of; nil when another is nearly as likely, as it is when a
    /// few words say too little.
    private func best(among languages: [FunctionWords], _ words: [String: Int]) -> String? {
        let total = words.values.reduce(0, +)
        let evidence = languages.map { language in
            var (gain, hits) = (0.0, 0)
            for (word, weight) in language.weights {
                guard let count = words[word] else { continue }
                gain += Double(count) * weight
                hits += count
            }
            return (tag: language.tag, gain: gain, hits: hits)
        }.sorted { ($0.gain, $1.tag) > ($1.gain, $0.tag) }
        guard let first = evidence.first, first.gain >= Self.leastGain, first.hits * 20 >= total else { return nil }
        guard evidence.count == 1 || first.gain - evidence[1].gain >= Self.leastLead else { return nil }
        return first.tag
    }

    /// The log-likelihood (in nats) over a text of other words, and over the next language, that makes a language sure.
    ///
    /// Chosen on short sentences of eighteen languages: of the English ones with three to six words 1 in 250 is taken
    /// for another language, of all 1 in 125.
    private static let leastGain = 3.0
    private static let leastLead = 1.5

    /// What each of a language's commonest words says for it: the logarithm of how much oftener it is there than in
    /// texts of other languages.
    private struct FunctionWords {
        let tag: String
        private(set) var weights: [String: Double] = [:]

        /// The words of a language, the commonest first: their frequency follows from their place (Zipf's law).
        init(_ tag: String, _ words: String) {
            self.tag = tag
            for (rank, word) in words.split(separator: " ").enumerated() {
                let weight = log(0.2 / Double(rank + 3) / 0.001)
                // Single letters are initials, variables and points of lists as well.
                weights[String(word)] = word.count == 1 ? 0.3 * weight : weight
            }
        }
    }

    private static let latin = [
        FunctionWords(
            "en",
            "the of and to in is that it was for with as on be at by this are or from have an not which you he what how when "
                + "its into can will has had been their there these than then more one all we your but if so do does "
                + "about out use using no any only some my me our us they them were should would could may must after "
                + "before where why who other each over under up down such while because a"
        ),
        FunctionWords(
            "de",
            "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an"
        ),
        FunctionWords(
            "fr",
            "de la le et les des en un une du est que dans pour qui par sur au pas plus ce il avec sont"
        ),
        FunctionWords("es", "de la que el en y los se del las un por con una para su no es al lo como más o fue son"),
        FunctionWords(
            "it",
            "di e che la il un a per in una mi sono ho non è con le si da lo gli della del dei nel alla"
        ),
        FunctionWords(
            "pt",
            "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao das"
        ),
        FunctionWords(
            "nl",
            "de het een en van ik te dat die in is niet je zijn op aan met als voor er maar om ook door"
        ),
        FunctionWords(
            "sv",
            "och i att det som en på är av för med den till inte om ett han men var jag sig från vi har"
        ),
        FunctionWords("da", "og i at det er en til på som af for den med de der ikke et har om var fra han men kan"),
        FunctionWords("no", "og i det er på til som en å for av at med den har de ikke om et fra var han men jeg"),
        FunctionWords("fi", "ja on ei että se hän oli mutta ovat kuin niin myös sen joka tai ole kun mitä jos"),
        FunctionWords("pl", "i w na z się do nie że to jest o jak za od przez po co są dla ale był oraz tym"),
        FunctionWords("cs", "a se v na je že s z do o i to jako za by pro k jsou ale po tak jeho si nebo"),
        FunctionWords("hu", "a az és hogy nem is egy ez volt de meg csak már mint el van azt ha vagy még"),
        FunctionWords("ro", "și în de la a cu pe nu că din o un pentru este mai se care au sunt fi al"),
        FunctionWords("tr", "ve bir bu da de için ile olarak çok daha olan gibi en ne kadar var o sonra her"),
        FunctionWords("vi", "và của là có không được trong cho người một các với này đã những để khi từ"),
        FunctionWords("id", "yang dan di dengan untuk ini dari itu dalam tidak pada akan adalah ke juga oleh"),
    ]

    private static let cyrillic = [
        FunctionWords("ru", "и в не на я что он с как это по к но из у за то все от так был для о же"),
        FunctionWords("uk", "і в не на що з як це до та за у від але є для його про був або й"),
        FunctionWords("bg", "и на да се в от за не е с по са като че това ще към при бе до"),
    ]

    private static let arabic = [
        FunctionWords("ar", "في من على إلى أن عن هذا التي مع كان ما لا هو هذه الذي ذلك أو"),
        FunctionWords("fa", "و در به از که این را با است برای آن یک خود تا بر هم می های"),
        FunctionWords("ur", "کے کی میں ہے اور سے کا کو نے پر یہ ہیں کہ اس بھی ایک"),
    ]
}

/// How many letters of each script a text has.
private struct ScriptCounts {
    enum Script: Equatable {
        case han, kana, hangul, latin, cyrillic, arabic
        case other(String)
    }

    var han = 0
    var kana = 0
    var hangul = 0
    var latin = 0
    var cyrillic = 0
    var arabic = 0
    var others: [String: Int] = [:]

    mutating func add(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: latin += 1
        case 0x400...0x52F: cyrillic += 1
        case 0x590...0x5FF: others["he", default: 0] += 1
        case 0x600...0x6FF, 0x750...0x77F, 0xFB50...0xFDFF, 0xFE70...0xFEFE: arabic += 1
        case 0x370...0x3FF: others["el", default: 0] += 1
        case 0x900...0x97F: others["hi", default: 0] += 1
        case 0xE00...0xE7F: others["th", default: 0] += 1
        default:
            if scalar.isKana { kana += 1 } else if scalar.isHan { han += 1 } else if scalar.isHangul { hangul += 1 }
        }
    }

    /// The script of most letters; a Chinese character counts as three Latin letters, as it says as much.
    var main: Script? {
        var candidates: [(script: Script, weight: Int)] = [
            (.han, han * 3), (.kana, kana * 3), (.hangul, hangul * 3),
            (.latin, latin), (.cyrillic, cyrillic), (.arabic, arabic),
        ]
        for tag in others.keys.sorted() { candidates.append((.other(tag), others[tag] ?? 0)) }
        guard let best = candidates.max(by: { $0.weight < $1.weight }), best.weight >= 3 else { return nil }
        return best.script
    }
}
