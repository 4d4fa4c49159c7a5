// Words that carry no content of their own: they make a question a question, or a sentence a sentence.

/// Function words of English and Chinese, folded.
package enum FunctionWords {
    package static let english: Set<String> = Set(
        """
        a an the and or but if of at by with about against between into through during before after above below to from up
        down in out on off over under again further then once here there all any both each few more most other some such no
        nor not only own same so than too very s t can will just don should now i me my we our you your he him his she her it
        its they them their this that these those am is are was were be been being have has had having do does did doing
        would could ought cannot shall may might must as also because until while upon within without among per via for
        """.split(whereSeparator: \.isWhitespace).map(String.init)
    )

    package static let englishInterrogatives: Set<String> = [
        "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "many", "much",
    ]

    /// Words that help to ask and seldom stand in the answer.
    package static let englishSoft: Set<String> = Set(
        """
        name named kind kinds type types sort call called give given use used using part parts main specific particular
        considered known refer referred term word another example
        """.split(whereSeparator: \.isWhitespace).map(String.init)
    )

    package static let chinese: Set<Character> = Set(
        "的了是在有和与及或被把将由于以为其之所而且也都就又还很最更个们这那从对到向等着过地得并该此则即因但可能会要让使给用"
    )

    /// Longest first, so that 什么时候 is found before 什么.
    package static let chineseInterrogatives: [[String]] = Set(
        """
        什么时候 什么时间 什么地方 什么样的 什么样 为什么 是什么 有什么 什么 哪一年 哪一个 哪一种 哪一位 哪几个 哪两个 哪些人 哪个人 哪些
        哪个 哪里 哪儿 哪种 哪位 哪年 哪家 哪国 哪所 哪座 哪部 哪一 哪两 哪几 哪 谁 何时 何地 何处 何人 为何 如何 何种 何年 何 多少个 多少
        多大 多长 多久 多远 多高 多重 多深 多快 几个 几年 几月 几次 几种 几位 几 怎么样 怎样 怎么 怎 是否 能否 可否 吗 呢 么 啥 请问 有没有 是不是
        """.split(whereSeparator: \.isWhitespace).map { $0.map(String.init) }
    ).sorted { ($1.count, $0.joined()) < ($0.count, $1.joined()) }

    /// What may open a sentence that continues the one before it.
    package static let englishContinuations: Set<String> = Set(
        """
        he she it they this that these those his her its their him them such however but also thus therefore then meanwhile
        afterwards later so and moreover furthermore additionally instead nevertheless consequently similarly
        """.split(whereSeparator: \.isWhitespace).map(String.init)
    )

    /// Whether a unit is a function word of its script.
    package static func contains(_ unit: TextUnit) -> Bool {
        if unit.isCharacter { return unit.key.first.map(chinese.contains) ?? true }
        return english.contains(unit.folded) || englishInterrogatives.contains(unit.folded)
    }

    /// Which units belong to Chinese interrogatives, and which of these asks.
    package static func chineseInterrogatives(
        in units: [TextUnit]
    ) -> (flags: [Bool], main: (range: Range<Int>, word: String)?) {
        var flags = [Bool](repeating: false, count: units.count)
        var main: (range: Range<Int>, word: String)?
        var index = 0
        while index < units.count {
            guard let word = chineseInterrogatives.first(where: { units[index...].begins(with: $0) }) else {
                index += 1
                continue
            }
            let range = index..<index + word.count
            for position in range { flags[position] = true }
            if main == nil || "谁什哪何多几为怎".contains(word[0]) { main = (range, word.joined()) }
            index = range.upperBound
        }
        return (flags, main)
    }
}

extension ArraySlice<TextUnit> {
    fileprivate func begins(with characters: [String]) -> Bool {
        count >= characters.count && zip(characters, self).allSatisfy { $1.isCharacter && $0 == $1.key }
    }
}
