// The very words that were asked for inside a quote: the date, the number, the name.

internal import Foundation
internal import Retrieval

/// Finds the span of a quote that answers a question for a date, a number, a person or a place.
struct AnswerSpan {
    private let question: QuestionAnalysis

    init(_ question: QuestionAnalysis) { self.question = question }

    /// UTF-8 offsets in `quote`, or nil when nothing of the wanted type stands out.
    ///
    /// Among several candidates that the question does not name itself, the one nearest to the question's own words is
    /// taken; `units` are those of the quote, with offsets in it.
    func range(in quote: String, units: [TextUnit]) -> Range<Int>? {
        let anchors = units.filter { question.contentSet.contains($0.key) }.map(\.range)
        let candidates = patterns.lazy.map { self.candidates($0, in: quote) }.first { !$0.isEmpty } ?? []
        return candidates.min { distance($0, anchors) < distance($1, anchors) }
    }

    private func candidates(_ pattern: Pattern, in quote: String) -> [Range<Int>] {
        pattern.all(in: quote).compactMap { match in
            let text = match.trimmingCharacters(in: .whitespaces)
            let words = text.lowercased().split(separator: " ").map(String.init)
            let isKnown = question.folded.contains(text.lowercased())
            let isEmpty = words.allSatisfy { FunctionWords.english.contains($0) }
            guard !text.isEmpty, !isKnown, !isEmpty else { return nil }
            let start = quote.utf8.distance(from: quote.startIndex, to: match.startIndex)
            return start..<start + text.utf8.count
        }
    }

    /// The summed distance to the three nearest of the question's words, in bytes.
    private func distance(_ range: Range<Int>, _ anchors: [Range<Int>]) -> Int {
        anchors.map { anchor in
            anchor.lowerBound >= range.upperBound
                ? anchor.lowerBound - range.upperBound : max(0, range.lowerBound - anchor.upperBound)
        }.sorted().prefix(3).reduce(0, +)
    }

    /// Patterns of the wanted type; the first one that finds anything counts.
    private var patterns: [Pattern] {
        switch question.type {
        case .date: question.isChinese ? [Self.chineseDate, Self.year] : [Self.englishDate, Self.year, Self.century]
        case .number: question.isChinese ? [Self.chineseNumber] : [Self.englishNumber]
        case .person: question.isChinese ? [Self.foreignName, Self.chineseName] : [Self.name]
        case .place: question.isChinese ? [Self.chinesePlace] : [Self.place]
        case .reason, .manner, .other: question.isChinese ? [Self.title] : []
        }
    }

    private static let month =
        "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    private static let englishDate = Pattern(
        "(?:\\d{1,2} )?\(month)(?: \\d{1,2}(?:st|nd|rd|th)?)?,? \\d{4}|\\d{1,2} \(month)|\(month) \\d{1,2}|\\d{4}-\\d{2}-\\d{2}"
    )
    private static let year = Pattern("(?<![0-9A-Za-z])(?:1[0-9]{3}|20[0-9]{2})(?:s)?(?![0-9A-Za-z])")
    private static let century = Pattern("(?:early |mid-?|late )?\\d{1,2}(?:st|nd|rd|th)[- ]century")
    private static let chineseDate = Pattern(
        "(?:公元前?)?[0-9〇零一二三四五六七八九十]{2,4} ?年(?:[0-9一二三四五六七八九十]{1,3} ?月)?(?:[0-9一二三四五六七八九十]{1,3} ?[日号])?|[0-9一二三四五六七八九十]{1,3} ?月(?:[0-9一二三四五六七八九十]{1,3} ?[日号])?|[0-9一二三四五六七八九十]{1,4} ?世纪(?:[0-9一二三四五六七八九十]{1,4} ?年代)?"
    )
    private static let englishNumber = Pattern(
        "(?:[$£€¥] ?)?[0-9][0-9,]*(?:\\.[0-9]+)?(?: ?%| (?:percent|million|billion|trillion|thousand))?|(?<![A-Za-z])(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|hundred|half|dozen)(?: (?:hundred|thousand|million|billion))?(?![A-Za-z])"
    )
    private static let chineseNumber = Pattern(
        "(?:约|超过|近)?(?:百分之)?(?:[0-9][0-9,]*(?:\\.[0-9]+)?|[一二三四五六七八九十百千两几半零]+)[多余]?(?:[万亿]+)?(?:[%％℃]|平方公里|公里|平方米|公顷|英里|米|千克|公斤|克|吨|美元|元|人|个|名|位|次|年|岁|天|小时|分钟|秒|座|家|所|部|届|枚|张|本|集|种|类|支|队|场|架|艘|辆|倍|票|层|台|项|首|条|只|期|季|门|户|款|字|页|卷)"
    )
    private static let name = Pattern(
        "\\b[A-ZÀ-Þ][\\w'’.-]*(?: (?:(?:of|de|van|von|der|la|le|al|bin|the) )?[A-ZÀ-Þ][\\w'’.-]*)*"
    )
    private static let place = Pattern(
        "(?<=\\b(?:in|at|to|from|near|into|toward|of) |\\b(?:in|at|to|from|near|of) the )[A-ZÀ-Þ][\\w'’.-]*(?:,? (?:(?:of|de|the) )?[A-ZÀ-Þ][\\w'’.-]*)*"
    )
    private static let foreignName = Pattern("[\\u4e00-\\u9fff]+(?:[·・‧][\\u4e00-\\u9fff]+)+")
    private static let chineseName = Pattern(
        "(?<=^|[^\\u4e00-\\u9fff]|[由和与及是为被之将以给向对从跟了])[\(AnswerEvidence.surnames)][\\u4e00-\\u9fff]{1,2}(?=[^\\u4e00-\\u9fff]|[和与及是为的等在于将被所之任出担以了设创建编写著导执主])"
    )
    private static let chinesePlace = Pattern(
        "[\\u4e00-\\u9fff]{1,6}?(?:省|市|县|区|州|国|镇|乡|村|岛|半岛|路|街|府|郡|城|湾|大学|学院)"
    )
    private static let title = Pattern("《[^》]{1,30}》")
}
