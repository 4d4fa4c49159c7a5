// Which part of its sentence a question asks for: the one who does, what is done, when or where, told by what stands
// beside the interrogative.

internal import Retrieval

/// The role of a question's interrogative, and its neighbours.
struct InterrogativeRole {
    /// How many roles there are.
    static let count = 22

    /// Its number: below 6 for questions in English, above for those in Chinese.
    let index: Int
    /// The words right before and behind the interrogative.
    let before: String?
    let behind: String?

    init(_ question: QuestionAnalysis) {
        let units = question.units
        guard let range = question.interrogative else {
            (index, before, behind) = (question.isChinese ? 6 : 0, nil, nil)
            return
        }
        let previous = range.lowerBound > 0 ? units[range.lowerBound - 1] : nil
        let next = range.upperBound < units.count ? units[range.upperBound] : nil
        (before, behind) = (previous?.key, next?.key)
        index =
            question.isChinese
            ? Self.chinese(question, range, previous) : Self.english(question, range, previous)
    }

    private static func english(_ question: QuestionAnalysis, _ range: Range<Int>, _ previous: TextUnit?) -> Int {
        switch question.type {
        case .date, .place, .reason, .manner: return 1
        case .number, .person, .other: break
        }
        if let previous {
            let found = WordClass(previous, inChinese: false)
            if [.of, .by, .at, .to, .for, .preposition].contains(found) { return 2 }
        }
        // What stands behind "which old bridge".
        let verb = question.units[range.upperBound...].prefix(4).first {
            FunctionWords.contains($0) || WordClass($0, inChinese: false) == .participle
        }
        switch verb.map({ WordClass($0, inChinese: false) }) {
        case .auxiliary: return 3
        case .be: return 4
        default: return 5
        }
    }

    private static func chinese(_ question: QuestionAnalysis, _ range: Range<Int>, _ previous: TextUnit?) -> Int {
        let rest = question.units[range.upperBound...]
        let isAtEnd = rest.allSatisfy { FunctionWords.contains($0) || "吗呢么啥".contains($0.key) }
        let place = range.lowerBound == 0 ? 0 : isAtEnd ? 1 : question.focus.isEmpty ? 2 : 3
        let lead =
            switch previous.map({ WordClass($0, inChinese: true) }) {
            case .是, .叫: 1
            case .在: 2
            case .被: 3
            default: 0
            }
        return 6 + place * 4 + lead
    }
}
