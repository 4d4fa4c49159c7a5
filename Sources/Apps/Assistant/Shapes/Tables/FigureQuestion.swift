// What a question wants of a table: one cell, a sum, an average, a count, the highest or the lowest.

internal import Foundation
internal import Retrieval

/// A question for a figure, word by word.
struct FigureQuestion {
    enum Operation: Equatable {
        case cell, sum, average, count, highest, lowest
    }

    let question: ShapedQuestion
    /// How many or how much is asked, and not what or which.
    let asksForNumber: Bool
    /// Whether it is money that is asked for.
    let asksForMoney: Bool
    /// Whether a time is asked for.
    let asksWhen: Bool
    /// What the words ask for, and the words that do; what names a column asks for nothing.
    let operation: (kind: Operation, range: Range<Int>)?

    private static let interrogative = Pattern(
        #"\b(?:how (?:much|many)|what|which|who|when|where)\b|多少|几|哪|谁|什么|何"#,
        ignoresCase: true
    )
    private static let number = Pattern(#"\bhow (?:much|many)\b|多少|几[个种款家名条项件位台只本]"#, ignoresCase: true)
    private static let time = Pattern(#"\bwhen\b|什么时候|何时|哪[一]?天"#, ignoresCase: true)
    private static let money = Pattern(
        #"\bhow much\b.*\b(?:costs?|pay|paid|spend|spent|price|charged?)\b|\bhow expensive\b|多少钱|花.{0,4}多少|价格|售价"#,
        ignoresCase: true
    )
    private static let operations: [(Operation, Pattern)] = [
        (.average, Pattern(#"\b(?:on )?average\b|\bmean\b|平均(?:值|数)?|均值"#, ignoresCase: true)),
        (
            .highest,
            Pattern(
                #"\b(?:highest|most expensive|most|largest|maximum|biggest|greatest|best|top|peak|longest|tallest|heaviest|fastest)\b|最高|最多|最大|最贵|最长|最重|最好|最快"#,
                ignoresCase: true
            )
        ),
        (
            .lowest,
            Pattern(
                #"\b(?:lowest|least expensive|least|smallest|minimum|fewest|worst|cheapest|shortest|lightest|slowest)\b|最低|最少|最小|最便宜|最短|最轻|最差|最慢"#,
                ignoresCase: true
            )
        ),
        (
            .sum,
            Pattern(
                #"\b(?:in total|total|sum|altogether|overall|combined|together)\b|总共|一共|总计|合计|总和|共计|加起来|累计|总数|总额|总"#,
                ignoresCase: true
            )
        ),
        (.count, Pattern(#"\bhow many\b|\bnumber of\b|多少[个种款家名条项件位台只本]|几[个种款家名条项件位台只本]"#, ignoresCase: true)),
    ]

    init?(_ question: ShapedQuestion) {
        let text = question.text
        let found = Self.operations.lazy.compactMap { kind, pattern in
            pattern.all(in: text).first.map { (kind: kind, range: text.offsets(of: $0)) }
        }.first
        guard found != nil || Self.interrogative.matches(text) else { return nil }
        self.question = question
        operation = found
        asksForNumber = Self.number.matches(text)
        asksWhen = Self.time.matches(text)
        asksForMoney = Self.money.matches(text)
    }

    private static let softWords: Set<String> = Set(
        """
        cost costs spend spent pay paid sell sold earn earned make made buy bought get got amount value figure figures come
        came reach reached recorded shown listed table row column sheet kind name named entry entries
        """.split(whereSeparator: \.isWhitespace).map(String.init)
    )
    private static let softPhrases = Pattern(
        "卖了|卖出|卖掉|花了|花费|用了|支出了|达到|总共|一共|多少钱|多少|分别|表格|表里|表中|数据|其中|里面|中的|当中|哪[一个年月天季种位家款]*|第?几|元|钱|是|为|有"
    )

    /// The offsets of words that need not stand in the table.
    static func soft(in text: String, units: [TextUnit]) -> [Range<Int>] {
        softPhrases.all(in: text).map { text.offsets(of: $0) }
            + units.filter { softWords.contains($0.folded) }.map(\.range)
    }
}

extension String {
    /// UTF-8 offsets of a part of the string.
    func offsets(of part: Substring) -> Range<Int> {
        let start = utf8.distance(from: startIndex, to: part.startIndex)
        return start..<start + part.utf8.count
    }
}
