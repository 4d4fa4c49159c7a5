// What a word does in a sentence, told by its form alone: function words by lists, others by how they are written.

internal import Retrieval

/// The class of a word or character.
enum WordClass: Int, CaseIterable {
    /// Beyond either end of the text.
    case none
    case digits, numeral, month, name, adverb, gerund, participle, plural, word
    case determiner, of, by, at, to, `for`, preposition, and, conjunction, be, auxiliary, pronoun
    /// A word in Latin letters within Chinese.
    case latin
    /// Chinese function characters, each named by one of them.
    case 的, 是, 在, 和, 被, 把, 了, 也, 不, 这, 有, 叫, 个, 会
    case character

    init(_ unit: TextUnit, inChinese: Bool) {
        let folded = unit.folded
        if unit.isCharacter {
            self = Self.isNumeral(folded) ? .numeral : Self.chinese[folded] ?? .character
        } else if folded.first?.isNumber ?? false {
            self = .digits
        } else if Self.numerals.contains(folded) {
            self = .numeral
        } else if unit.isCapitalised, Self.months.contains(folded) {
            self = .month
        } else if let known = Self.english[folded] {
            self = known
        } else if unit.isCapitalised {
            self = .name
        } else if inChinese {
            self = .latin
        } else {
            self = Self.endings.first { folded.hasSuffix($0.ending) }?.found ?? .word
        }
    }

    /// Whether answers seldom begin with it.
    var opensNoAnswer: Bool { [.of, .and, .conjunction, .be, .auxiliary, .的, .和, .了].contains(self) }

    /// Whether answers seldom end with it.
    var endsNoAnswer: Bool {
        [
            .determiner, .of, .by, .at, .to, .for, .preposition, .and, .conjunction, .be, .auxiliary, .的, .是, .在, .和,
            .被,
        ].contains(self)
    }

    var isNumber: Bool { self == .digits || self == .numeral }

    static func isNumeral(_ character: String) -> Bool { "一二三四五六七八九十百千万亿两几〇零双".contains(character) }

    private static let endings: [(ending: String, found: WordClass)] = [
        ("ly", .adverb), ("ing", .gerund), ("ed", .participle), ("s", .plural),
    ]

    private static func table(_ lists: [(WordClass, String)]) -> [String: WordClass] {
        var table: [String: WordClass] = [:]
        for (found, list) in lists {
            for word in list.split(separator: " ") { table[String(word)] = found }
        }
        return table
    }

    private static let english = table([
        (.determiner, "the a an this that these those its his her their our my your"),
        (.of, "of"), (.by, "by"), (.at, "in at on"), (.to, "to"), (.for, "for as"),
        (
            .preposition,
            """
            with about against between into through during before after above below from off over under upon within without \
            among per via until than like since across toward towards throughout near around along behind beyond despite \
            except inside outside
            """
        ),
        (.and, "and or"), (.conjunction, "but nor if because so while although though whether"),
        (.be, "is am are was were be been being"),
        (.auxiliary, "have has had having do does did doing can will would could should may might must shall cannot"),
        (
            .pronoun,
            """
            i me we us you he him she it they them who whom which what whose where when why how there here not also only very \
            both each all some any such more most other same own just then once again further now however thus
            """
        ),
    ])

    private static let chinese = table([
        (.的, "的 之"), (.是, "是 为 即 乃"), (.在, "在 于"), (.和, "和 与 及 或 跟 同"), (.被, "被 由 受"),
        (.把, "把 将 以 用 对 向 从 到 给 让 使"), (.了, "了 着 过"),
        (.也, "也 都 就 又 还 很 最 更 则 并 而 且 但 因 若 如"), (.不, "不 没 未 无 非"), (.这, "这 那 此 该 其 他 她 它 们 每 各 某"),
        (.有, "有"), (.叫, "叫 称 名"), (.个, "个 位 次 座 种 家 所 部 届 只 条 年 月 日 时"), (.会, "会 要 可 能 得 等"),
    ])

    private static let numerals: Set<String> = Set(
        """
        one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
        nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half dozen twice once
        first second third fourth fifth
        """.split(whereSeparator: \.isWhitespace).map(String.init)
    )

    private static let months: Set<String> = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
}
