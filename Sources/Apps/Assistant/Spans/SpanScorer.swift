// The figures of every span of a quote. Most belong to the place where a span begins or to the one where it ends, and are
// added up once for each place.

internal import Foundation
internal import Retrieval

/// A figure that is not 0, and its place among those of all blocks.
struct SpanFigureValue {
    var index: Int
    var value: Double

    init(_ block: SpanBlock, _ place: Int, _ value: Double = 1) {
        (index, self.value) = (block.offset + place, value)
    }
}

/// Figures of the spans of one quote.
struct SpanScorer {
    let text: SpanText
    private let question: QuestionAnalysis
    private let role: InterrogativeRole
    private let type: Int
    private let anchors: [Int]
    /// How many units before each place are content of the question; one more than units.
    private let askedBefore: [Int]

    init(_ text: SpanText, _ question: QuestionAnalysis) {
        (self.text, self.question) = (text, question)
        role = InterrogativeRole(question)
        type = question.type.rawValue
        anchors = text.units.indices.filter { text.isAsked[$0] }
        askedBefore = text.isAsked.reduce(into: [0]) { $0.append($0[$0.count - 1] + ($1 ? 1 : 0)) }
    }

    /// The figures of all spans that begin with the unit.
    func beginning(at unit: Int) -> [SpanFigureValue] {
        let side = side(unit - 1, step: -1, end: unit, mark: unit)
        let found = unit > 0 ? text.classes[unit - 1] : .none
        var figures = side.map { SpanFigureValue(.before, $0.0.rawValue, $0.1) }
        figures += [
            SpanFigureValue(.left, found.rawValue), SpanFigureValue(.first, text.classes[unit].rawValue),
            SpanFigureValue(.firstByType, type * WordClass.allCases.count + text.classes[unit].rawValue),
            SpanFigureValue(.leftMark, text.lastMarks[unit].withoutBlank.rawValue),
            SpanFigureValue(.shareBefore, role.index, share(askedBefore[unit])),
        ]
        if text.isChinese {
            figures += kinds(unit > 0 ? text.kinds[unit - 1] : .none, .leftKind, .leftKindByType)
            figures += kinds(text.kinds[unit], .firstKind, .firstKindByType)
        }
        figures += roles(side, .beforeByRole, .beforeByType, .focusBeforeByType)
        return figures
    }

    /// The figures of all spans that end before the unit, which may be one behind the last.
    func ending(before unit: Int) -> [SpanFigureValue] {
        let side = side(unit, step: 1, end: unit - 1, mark: unit)
        let found = unit < text.units.count ? text.classes[unit] : .none
        var figures = side.map { SpanFigureValue(.behind, $0.0.rawValue, $0.1) }
        figures += [
            SpanFigureValue(.right, found.rawValue), SpanFigureValue(.last, text.classes[unit - 1].rawValue),
            SpanFigureValue(.lastByType, type * WordClass.allCases.count + text.classes[unit - 1].rawValue),
            SpanFigureValue(.rightMark, text.marks[unit].withoutBlank.rawValue),
            SpanFigureValue(.shareBehind, role.index, share(anchors.count - askedBefore[unit])),
        ]
        if text.isChinese {
            figures += kinds(unit < text.units.count ? text.kinds[unit] : .none, .rightKind, .rightKindByType)
            figures += kinds(text.kinds[unit - 1], .lastKind, .lastKindByType)
        }
        figures += roles(side, .behindByRole, .behindByType, .focusBehindByType)
        return figures
    }

    private func share(_ count: Int) -> Double { Double(count) / Double(max(1, anchors.count)) }

    private func kinds(_ kind: WordKind, _ alone: SpanBlock, _ byType: SpanBlock) -> [SpanFigureValue] {
        [
            SpanFigureValue(alone, kind.index),
            SpanFigureValue(byType, type * WordKind.allCases.count + kind.index),
        ]
    }

    private func roles(_ side: [(SpanSide, Double)], _ byRole: SpanBlock, _ byType: SpanBlock, _ focus: SpanBlock)
        -> [SpanFigureValue]
    {
        side.flatMap { (feature, value) -> [SpanFigureValue] in
            switch feature {
            case .contentAsked: return [SpanFigureValue(byRole, role.index), SpanFigureValue(byType, type)]
            case .contentFocus: return [SpanFigureValue(focus, type)]
            case .nearness: return [SpanFigureValue(.nearByType, type, value)]
            default: return []
            }
        }
    }

    /// What the question has to do with one side: `neighbour` is the unit there, `end` the span's own, `mark` the place of
    /// what stands between.
    private func side(_ neighbour: Int, step: Int, end: Int, mark: Int) -> [(SpanSide, Double)] {
        let units = text.units
        let beyond = neighbour + step
        var side: [(SpanSide, Double)] = []
        func add(_ feature: SpanSide, if holds: Bool) { if holds { side.append((feature, 1)) } }
        if units.indices.contains(neighbour) {
            add(.asked, if: text.isAsked[neighbour])
            add(.spoken, if: text.isSpoken[neighbour] && text.marks[mark].joins)
            let beside = step < 0 ? role.before : role.behind
            add(.besideInterrogative, if: units[neighbour].key == beside)
            add(.focus, if: text.isFocus[neighbour])
            if units.indices.contains(beyond) {
                add(.twoSpoken, if: text.isSpoken[neighbour] && text.isSpoken[beyond])
                add(.secondBesideInterrogative, if: units[beyond].key == beside)
            }
            let (own, other) = (text.classes[end], text.classes[neighbour])
            add(.cutsName, if: own == .name && other == .name && text.marks[mark] == .blank)
            add(.cutsNumber, if: own.isNumber && other.isNumber && text.marks[mark].joins)
            if step > 0 {
                add(.cutsMeasure, if: own.isNumber && text.isChinese && Self.isMeasure(units[neighbour].key))
            }
        }
        if step > 0 {
            add(.ownFocus, if: text.isFocus[end])
            add(.measure, if: text.isChinese && Self.isMeasure(units[end].key))
        }
        add(.dash, if: text.marks[mark] == .dash)
        if step < 0 { side.append((.place, Double(end) / Double(units.count))) }
        side += content(from: neighbour, step: step)
        side += nearness(step: step, end: end)
        return side
    }

    private static let joining: Set<SpanMark> = [.nothing, .blank, .dash, .opening, .closing]

    /// The nearest content word over at most three function words.
    private func content(from neighbour: Int, step: Int) -> [(SpanSide, Double)] {
        var place = neighbour
        for _ in 0..<4 {
            guard text.units.indices.contains(place) else { return [] }
            guard Self.joining.contains(text.marks[step < 0 ? place + 1 : place]) else { return [(.cutOff, 1)] }
            if text.isContent[place] { break }
            place += step
        }
        guard text.units.indices.contains(place), text.isAsked[place] else { return [] }
        let key = text.units[place].key
        return [
            (.contentAsked, 1), (.contentFocus, text.isFocus[place] ? 1 : 0),
            (.contentLast, question.content.last == key ? 1 : 0),
            (.contentFirst, question.content.first == key ? 1 : 0),
        ].filter { $0.1 > 0 }
    }

    /// How near the question's words stand on one side; a clause between counts like eight words.
    private func nearness(step: Int, end: Int) -> [(SpanSide, Double)] {
        var (nearest, sum) = (12.0, 0.0)
        for anchor in anchors where step < 0 ? anchor < end : anchor > end {
            let distance = Double(abs(end - anchor) - 1 + 8 * abs(text.clause[end] - text.clause[anchor]))
            nearest = min(nearest, distance)
            sum += 1 / (3 + distance)
        }
        return [(.distance, nearest / 12), (.nearness, sum)]
    }

    private static func isMeasure(_ key: String) -> Bool { AnswerEvidence.measures.contains(key) }

    /// What depends on both ends: `span` counts units, `words` is the text they stand for.
    func whole(_ span: Range<Int>, _ words: Substring, marking: SpanMarking?) -> [SpanFigureValue] {
        let count = span.count
        let asked = askedBefore[span.upperBound] - askedBefore[span.lowerBound]
        var figures: [SpanFigureValue] = []
        func add(_ figure: SpanFigure, _ value: Double) {
            if value != 0 { figures.append(SpanFigureValue(.figure, figure.rawValue, value)) }
        }
        func add(_ block: SpanBlock, _ byType: SpanBlock, _ place: Int, of places: Int) {
            figures += [SpanFigureValue(block, place), SpanFigureValue(byType, type * places + place)]
        }
        add(.form, .formByType, form(span, words).rawValue, of: SpanForm.allCases.count)
        add(.length, .lengthByType, SpanLengths.step(count), of: SpanLengths.count)
        if let marking {
            add(.marked, .markedByType, marking.rawValue, of: SpanMarking.allCases.count)
        }
        add(.askedShare, Double(asked) / Double(count))
        add(.askedCount, Double(asked))
        add(.isAsked, asked == count ? 1 : 0)
        add(.clauses, Double(text.clause[span.upperBound - 1] - text.clause[span.lowerBound]))
        for place in span.dropFirst() {
            switch text.marks[place] {
            case .comma: add(.commas, 1)
            case .enumeration: add(.enumerations, 1)
            case .nothing, .blank, .dash: break
            default: add(.otherMarks, 1)
            }
        }
        add(.distance, distance(of: span) / 12)
        setWords(span, add)
        let (begins, ends) = (!text.lastMarks[span.lowerBound].joins, !text.marks[span.upperBound].joins)
        add(begins && ends ? .fills : begins ? .beginsClause : ends ? .endsClause : .isInside, 1)
        if begins && ends { figures.append(SpanFigureValue(.fillsByType, type)) }
        if text.isChinese {
            let starts = span.filter { text.startsWord[$0] }
            let verbs = starts.count { text.kinds[$0] == .verb }
            add(.words, .wordsByType, SpanLengths.step(starts.count), of: SpanLengths.count)
            add(.verbs, Double(verbs))
            add(.adverbs, Double(starts.count { text.kinds[$0] == .adverb }))
            add(.prepositions, Double(starts.count { text.kinds[$0] == .preposition }))
            if verbs > 0 { figures.append(SpanFigureValue(.verbsByType, type, Double(verbs))) }
        }
        return figures
    }

    private func setWords(_ span: Range<Int>, _ add: (SpanFigure, Double) -> Void) {
        add(.functionShare, Double(span.count { !text.isContent[$0] }) / Double(span.count))
        add(.possessives, Double(span.count { text.classes[$0] == .的 }))
        add(.links, Double(span.count { [.是, .在, .被, .了].contains(text.classes[$0]) }))
        add(.auxiliaries, Double(span.count { [.be, .auxiliary].contains(text.classes[$0]) }))
    }

    private func distance(of span: Range<Int>) -> Double {
        let (first, last) = (span.lowerBound, span.upperBound - 1)
        return anchors.reduce(12) { nearest, anchor in
            if span.contains(anchor) { return nearest }
            let end = anchor < first ? first : last
            return min(nearest, Double(abs(end - anchor) - 1 + 8 * abs(text.clause[end] - text.clause[anchor])))
        }
    }

    private static let year = Pattern("^(?:1[0-9]{3}|20[0-9]{2})s?$")
    private static let chineseDate = Pattern("[0-9一二三四五六七八九十] ?[年月日]|世纪|年代")

    private func form(_ span: Range<Int>, _ words: Substring) -> SpanForm {
        let classes = text.classes[span]
        let count = span.count
        let isNumeric = classes.contains(where: \.isNumber)
        if classes.contains(.month) { return .date }
        if count == 1, isNumeric, Self.year.matches(String(words)) { return .date }
        let mayBeDate = isNumeric || span.contains { text.units[$0].key == "世" }
        if text.isChinese, mayBeDate, Self.chineseDate.matches(String(words)) { return .date }
        if classes.allSatisfy(\.isNumber) { return .number }
        if classes.first?.isNumber ?? false { return count <= 4 ? .numberAndUnit : .longNumber }
        if isNumeric { return .hasNumber }
        if !text.isChinese {
            let nameWords: Set<WordClass> = [.name, .of, .and]
            if classes.first == .determiner, count > 1, classes.dropFirst().allSatisfy(nameWords.contains) {
                return .definiteName
            }
            if classes.allSatisfy({ nameWords.contains($0) || $0 == .determiner }) { return .name }
            if classes.contains(.name) { return .hasName }
            return count == 1 ? .oneWord : count <= 3 ? .fewWords : .manyWords
        }
        let hasDot = span.dropFirst().contains { place in
            text.marks[place] == .dash && text.gaps[place].contains { "·・‧•".contains($0) }
        }
        if hasDot { return .dottedName }
        if classes.allSatisfy({ $0 == .latin || $0 == .name }) { return .latin }
        switch count {
        case ...2: return .twoCharacters
        case 3: return .threeCharacters
        case ...5: return .fiveCharacters
        case ...10: return .tenCharacters
        default: return .manyCharacters
        }
    }
}
