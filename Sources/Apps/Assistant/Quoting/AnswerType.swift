// What kind of thing a question asks for, told by its words.

/// The kind of answer that is wanted.
enum AnswerType: Int, CaseIterable, Sendable {
    case number, date, person, place, reason, manner, other

    /// Tells the kind by the question's words, folded: Chinese without blanks, others with one blank between them.
    init(folded: String, isChinese: Bool) {
        let kinds = isChinese ? Self.chinese : Self.english
        self = kinds.first { $0.pattern.matches(folded) }?.type ?? .other
    }

    private static let chinese: [(type: AnswerType, pattern: Pattern)] = [
        (.date, Pattern("什么时候|几点|几月几[日号]|何时|哪一年|哪年|几年|几月|什么时间|哪一天|何年|什么年|年份|日期|哪个世纪|什么时期|哪个时期|多久以前")),
        (
            .number,
            Pattern(
                "多少|几[^乎]|几$|(?:容量|价格|面积|人口|高度|长度|宽度|深度|重量|温度|速度|预算|金额|票价|产量|上限|下限|期限|限额)(?:是|为)(?:什么)?$|多大|多长|多久|多远|多高|多重|多深|多快|比例|百分比|数量"
            )
        ),
        (.reason, Pattern("为什么|为何|原因|理由")),
        (.person, Pattern("谁|何人|哪位|什么人|哪一位|哪个人|名字|姓名")),
        (.place, Pattern("哪里|哪儿|何处|何地|什么地方|哪个国家|哪个城市|哪个省|哪个地|哪座|位于哪|哪个州|哪国|地点")),
        (.manner, Pattern("如何|怎样|怎么")),
    ]

    private static let english: [(type: AnswerType, pattern: Pattern)] = [
        (
            .number,
            Pattern(
                #"\bhow (?:many|much|long|far|old|tall|often|large|big|high|fast|deep|wide|heavy|close|frequently)\b|\b(?:percentage|percent|proportion|number of|amount of)\b|what (?:is|was|were|are) the (?:\w+ )?(?:population|distance|length|height|size|area|score|age|cost|price|speed|temperature|capacity|budget|revenue|salary|weight|width|depth|duration|rate|limit|quota|fee|deadline|number|total|maximum|minimum|output|turnover|percentage)"#
            )
        ),
        (
            .date,
            Pattern(
                #"\bwhen\b|\b(?:what|which) (?:\w+ )?(?:year|years|date|day|month|century|decade|time|era|period)\b"#
            )
        ),
        (.person, Pattern(#"\bwho\b|\bwhom\b|\bwhose\b"#)),
        (
            .place,
            Pattern(
                #"\bwhere\b|\b(?:what|which) (?:\w+ )?(?:city|country|state|place|location|county|region|town|continent|province|area|street|river)\b"#
            )
        ),
        (.reason, Pattern(#"\bwhy\b|\breason\b|\bcause[ds]?\b"#)),
        (.manner, Pattern(#"\bhow\b"#)),
    ]
}
