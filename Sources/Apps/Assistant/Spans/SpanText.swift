// A quote as spans are chosen from it: its words and characters with what each is, and the marks between them.

internal import Foundation
internal import Retrieval

/// What stands between two words.
enum SpanMark: Int, CaseIterable {
    case nothing, blank, comma, enumeration, opening, closing, bracket, closingBracket, dash, sign, stop, other

    /// The class of text between words, told by its first mark, or its last one.
    init(_ text: Substring, last: Bool) {
        guard let mark = last ? text.last(where: { !$0.isWhitespace }) : text.first(where: { !$0.isWhitespace }) else {
            self = text.isEmpty ? .nothing : .blank
            return
        }
        self = Self.marks.first { $0.characters.contains(mark) }?.mark ?? .other
    }

    /// Whether words on both sides of it belong together.
    var joins: Bool { self == .nothing || self == .blank }

    /// The mark as evidence: a blank is none, for translated and converted Chinese texts have them at odd places.
    var withoutBlank: SpanMark { joins ? .nothing : self }

    private static let marks: [(mark: SpanMark, characters: String)] = [
        (.comma, ",，"), (.enumeration, "、"), (.opening, "《“\"「『‘'"), (.closing, "》”」』’"), (.bracket, "(（["),
        (.closingBracket, ")）]"), (.dash, "-–—·・‧•/"), (.sign, "$£€%％°¥℃"), (.stop, ".。！？!?"),
    ]
}

/// A quote taken apart for a question.
struct SpanText {
    let text: String
    let isChinese: Bool
    let units: [TextUnit]
    let classes: [WordClass]
    /// Kinds of Chinese words, by character.
    let kinds: [WordKind]
    /// Whether a word begins at the unit, and whether one ends before it; the latter has one more.
    let startsWord: [Bool]
    let endsWord: [Bool]
    /// What stands before each unit and behind the last, and what that is by its first and by its last mark.
    let gaps: [Substring]
    let marks: [SpanMark]
    let lastMarks: [SpanMark]
    /// Whether a unit is content of the question, any word of it, or in its focus.
    let isAsked: [Bool]
    let isSpoken: [Bool]
    let isFocus: [Bool]
    /// Whether a unit carries content at all.
    let isContent: [Bool]
    /// How many clauses begin before each unit, that is, how many marks that end one stand before it.
    let clause: [Int]

    init(_ text: String, units: [TextUnit], question: QuestionAnalysis) {
        self.text = text
        self.units = units
        isChinese = question.isChinese
        let bytes = text.utf8
        let gaps = (0...units.count).map { index in
            let start = index == 0 ? 0 : units[index - 1].range.upperBound
            let end = index == units.count ? bytes.count : units[index].range.lowerBound
            return Substring(bytes.dropFirst(start).prefix(max(0, end - start)))
        }
        self.gaps = gaps
        marks = gaps.map { SpanMark($0, last: false) }
        lastMarks = gaps.map { SpanMark($0, last: true) }
        classes = units.map { [isChinese] in WordClass($0, inChinese: isChinese) }
        isAsked = units.map { question.contentSet.contains($0.key) }
        isSpoken = units.map { question.spokenKeys.contains($0.key) }
        isFocus = units.map { question.focus.contains($0.key) }
        isContent = units.map { !FunctionWords.contains($0) }
        var clause = [0]
        for index in 1..<max(1, units.count) {
            clause.append(clause[index - 1] + (Self.endsClause.contains(marks[index]) ? 1 : 0))
        }
        self.clause = clause
        (kinds, startsWord, endsWord) = Self.words(units, classes, gaps)
    }

    private static let endsClause: Set<SpanMark> = [.comma, .stop, .other, .bracket, .closingBracket]

    /// Cuts runs of Chinese characters into words; a name with dots in it stays whole.
    private static func words(
        _ units: [TextUnit],
        _ classes: [WordClass],
        _ gaps: [Substring]
    ) -> (kinds: [WordKind], starts: [Bool], ends: [Bool]) {
        var kinds = units.map { $0.folded.first?.isNumber ?? false ? WordKind.digits : .foreign }
        var starts = [Bool](repeating: true, count: units.count)
        var ends = [Bool](repeating: true, count: units.count + 1)
        var lengths = [Int](repeating: 1, count: units.count)
        var index = 0
        while index < units.count {
            guard units[index].isCharacter else {
                index += 1
                continue
            }
            let run = index..<(units[(index + 1)...].firstIndex { !$0.isGlued } ?? units.count)
            for word in ChineseWords.shared.words(of: units[run].map(\.key)) {
                for place in word.range.map({ index + $0 }) {
                    kinds[place] = word.kind
                    lengths[place] = word.range.count
                    starts[place] = place == index + word.range.lowerBound
                    ends[place + 1] = place + 1 == index + word.range.upperBound
                }
            }
            index = run.upperBound
        }
        /// A foreign name goes on over single characters and names.
        func belongsToName(_ place: Int) -> Bool {
            units[place].isCharacter && classes[place] == .character
                && (lengths[place] == 1 || kinds[place] == .person || kinds[place] == .place)
        }
        for place in units.indices.dropFirst()
        where units[place].isCharacter && units[place - 1].isCharacter && gaps[place].count == 1
            && gaps[place].allSatisfy({ "·・‧•".contains($0) })
        {
            (starts[place], ends[place]) = (false, false)
            var next = place
            while next < units.count, next == place || units[next].isGlued, belongsToName(next) {
                if next > place { (starts[next], ends[next]) = (false, false) }
                kinds[next] = .person
                next += 1
            }
            var previous = place - 1
            while previous >= 0, belongsToName(previous) {
                if previous < place - 1 { (starts[previous + 1], ends[previous + 1]) = (false, false) }
                kinds[previous] = .person
                guard units[previous].isGlued else { break }
                previous -= 1
            }
        }
        return (kinds, starts, ends)
    }
}
