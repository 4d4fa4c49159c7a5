// Whether a sentence offers what the question asks for: a number that the question does not name, a name, a place, a
// reason.

internal import Foundation
internal import Retrieval

/// Tests sentences for the wanted type of answer.
struct AnswerEvidence {
    private let question: QuestionAnalysis

    init(_ question: QuestionAnalysis) { self.question = question }

    /// Whether the sentence holds something of the wanted type that the question does not; nil for types without test.
    func isOffered(by sentence: SentenceFacts) -> Bool? {
        switch question.type {
        case .number: Self.numbers(sentence).contains { !question.folded.contains($0) }
        case .date: Self.dates(sentence).contains { !question.folded.contains($0.lowercased()) }
        case .person: !names(sentence).isEmpty || Self.hasChineseName(sentence.text)
        case .place:
            (!names(sentence).isEmpty && Self.englishPlace.matches(sentence.text)) || hasNewPlace(sentence)
        case .reason: Self.reason.matches(sentence.text)
        case .manner, .other: nil
        }
    }

    /// Characters that count or measure behind a number.
    static let measures = "个名位次年月日岁人米里公千克吨只条座家所部届枚张本集种类支队场架艘辆亿万%％℃度分秒小时天周代倍票层间台项首幅段句字页卷册区县市国族州省级英平立尺寸元点期季世门户款"
    private static let number = Pattern(
        "[0-9][0-9,.]*|[一二三四五六七八九十百千万亿两几半〇零双]+(?=[\(measures)])|[一二三四五六七八九十百千万亿]{2,}|三分之|百分之"
    )
    private static let numberWords: Set<String> = Set(
        """
        one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
        nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion half third
        quarter dozen twice double first second fourth fifth
        """.split(whereSeparator: \.isWhitespace).map(String.init)
    )

    static func numbers(_ sentence: SentenceFacts) -> Set<String> {
        var numbers = Set(
            sentence.units.filter { unit in
                !unit.isCharacter
                    && (unit.key.first?.isNumber ?? false || numberWords.contains(unit.folded))
            }.map { numberWords.contains($0.folded) ? $0.folded : $0.key }
        )
        if !sentence.characters.isEmpty {
            for match in number.all(in: sentence.text) {
                var text = String(match).replacing(",", with: "")
                while text.hasSuffix(".") { text.removeLast() }
                numbers.insert(text)
            }
        }
        return numbers
    }

    private static let year = Pattern("(?<![0-9A-Za-z])(?:1[0-9]{3}|20[0-9]{2})s?(?![0-9A-Za-z])")
    private static let chineseDate = Pattern(
        "[0-9一二三四五六七八九〇零十]{1,4} ?年|[0-9一二三四五六七八九十]{1,2} ?[月日号]|世纪|年代|时期|朝|初年|末年|公元"
    )
    private static let era = Pattern("century|decade|BC")
    private static let months: Set<String> = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    static func dates(_ sentence: SentenceFacts) -> Set<String> {
        var dates = Set((year.all(in: sentence.text) + chineseDate.all(in: sentence.text)).map(String.init))
        for unit in sentence.units where unit.isCapitalised && months.contains(unit.folded) {
            dates.insert(unit.folded)
        }
        if era.matches(sentence.text) { dates.insert("century") }
        return dates
    }

    /// Capitalised words inside the sentence that the question does not have.
    private func names(_ sentence: SentenceFacts) -> Set<String> {
        Set(
            sentence.units.dropFirst().filter {
                $0.isCapitalised && !FunctionWords.english.contains($0.folded) && !question.keys.contains($0.key)
            }.map(\.key)
        )
    }

    static let surnames =
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    private static let chineseName = Pattern(
        "(?:^|[^\\u4e00-\\u9fff]|[由和与及是为被之将以给向对从跟了])[\(surnames)][\\u4e00-\\u9fff]{1,2}(?=[^\\u4e00-\\u9fff]|[和与及是为的等在于将被所之任出担以了])"
    )

    private static func hasChineseName(_ text: String) -> Bool {
        text.contains { "·・‧".contains($0) } || chineseName.matches(text)
    }

    private static let englishPlace = Pattern(
        #"(?<![A-Za-z])(?:in|at|to|from|near|of|into|toward|towards)\s+(?:the\s+)?[A-Z]"#
    )
    private static let chinesePlace = Pattern(
        "位于|坐落|地处|[\\u4e00-\\u9fff]{1,6}(?:省|市|县|区|州|国|镇|乡|村|岛|路|街|府|郡|城|湾|大学|学院)"
    )

    private func hasNewPlace(_ sentence: SentenceFacts) -> Bool {
        !sentence.characters.isEmpty
            && Self.chinesePlace.all(in: sentence.text).contains { !question.folded.contains($0) }
    }

    private static let reason = Pattern(
        "(?<![A-Za-z])(?:because|due to|since|as a result|in order to|therefore|caused|owing|reason|so that|led to)(?![A-Za-z])|因|由于|为了|导致|原因|所以|以致|以便|使得"
    )
}
