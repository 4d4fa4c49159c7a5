// Tells the language of a text by its script, and among the Latin, Cyrillic and Arabic ones by their commonest words.
// Cheap enough for every document, passage and question; knows nothing of models.

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
        func endWord() {
            if !word.isEmpty && word.unicodeScalars.count <= 6 { words[word, default: 0] += 1 }
            word = ""
        }
        for scalar in text.unicodeScalars.prefix(20_000) {
            counts.add(scalar)
            if scalar.properties.isAlphabetic && !scalar.isCJK {
                word.unicodeScalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            } else {
                endWord()
            }
        }
        endWord()

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

    private func best(among languages: [Stopwords], _ words: [String: Int]) -> String? {
        let total = words.values.reduce(0, +)
        var best: (tag: String, score: Int)?
        for language in languages {
            let counts = language.words.compactMap { words[$0] }
            let hits = counts.reduce(0, +)
            // Different words tell more than one that is often there: `a` and `is` are words of many languages.
            let score = hits + 3 * counts.count
            guard counts.count >= 2, hits * 20 >= total else { continue }
            if score > best?.score ?? 0 { best = (language.tag, score) }
        }
        return best?.tag
    }

    private struct Stopwords {
        let tag: String
        let words: [String]

        init(_ tag: String, _ words: String) {
            self.tag = tag
            self.words = words.split(separator: " ").map(String.init)
        }
    }

    private static let latin = [
        Stopwords(
            "en",
            "the of and to in is that it was for with as on be at by this are or from have an not which you he what how when"
        ),
        Stopwords("de", "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an"),
        Stopwords("fr", "de la le et les des en un une du est que dans pour qui par sur au pas plus ce il avec sont"),
        Stopwords("es", "de la que el en y los se del las un por con una para su no es al lo como más o fue son"),
        Stopwords("it", "di e che la il un a per in una mi sono ho non è con le si da lo gli della del dei nel alla"),
        Stopwords("pt", "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao das"),
        Stopwords("nl", "de het een en van ik te dat die in is niet je zijn op aan met als voor er maar om ook door"),
        Stopwords("sv", "och i att det som en på är av för med den till inte om ett han men var jag sig från vi har"),
        Stopwords("da", "og i at det er en til på som af for den med de der ikke et har om var fra han men kan"),
        Stopwords("no", "og i det er på til som en å for av at med den har de ikke om et fra var han men jeg"),
        Stopwords("fi", "ja on ei että se hän oli mutta ovat kuin niin myös sen joka tai ole kun mitä jos"),
        Stopwords("pl", "i w na z się do nie że to jest o jak za od przez po co są dla ale był oraz tym"),
        Stopwords("cs", "a se v na je že s z do o i to jako za by pro k jsou ale po tak jeho si nebo"),
        Stopwords("hu", "a az és hogy nem is egy ez volt de meg csak már mint el van azt ha vagy még"),
        Stopwords("ro", "și în de la a cu pe nu că din o un pentru este mai se care au sunt fi al"),
        Stopwords("tr", "ve bir bu da de için ile olarak çok daha olan gibi en ne kadar var o sonra her"),
        Stopwords("vi", "và của là có không được trong cho người một các với này đã những để khi từ"),
        Stopwords("id", "yang dan di dengan untuk ini dari itu dalam tidak pada akan adalah ke juga oleh"),
    ]

    private static let cyrillic = [
        Stopwords("ru", "и в не на я что он с как это по к но из у за то все от так был для о же"),
        Stopwords("uk", "і в не на що з як це до та за у від але є для його про був або й"),
        Stopwords("bg", "и на да се в от за не е с по са като че това ще към при бе до"),
    ]

    private static let arabic = [
        Stopwords("ar", "في من على إلى أن عن هذا التي مع كان ما لا هو هذه الذي ذلك أو"),
        Stopwords("fa", "و در به از که این را با است برای آن یک خود تا بر هم می های"),
        Stopwords("ur", "کے کی میں ہے اور سے کا کو نے پر یہ ہیں کہ اس بھی ایک"),
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
