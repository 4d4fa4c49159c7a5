// A follow-up such as "and in Chinese?" or "那第二个呢？" says little alone. Here it becomes a question that stands on
// its own, with what was asked and answered before.

internal import Foundation

/// A question and its answer, as the next question sees them.
package struct Exchange: Sendable, Equatable {
    /// As it was searched: already standing on its own.
    package var question: String
    /// The documents that were cited, in the order of their numbers.
    package var documentIDs: [Int64]

    package init(question: String, documentIDs: [Int64]) {
        (self.question, self.documentIDs) = (question, documentIDs)
    }

    /// A question that was answered, made to stand on its own.
    package init(_ question: String, answered answer: Answer, after exchanges: [Exchange]) {
        self.init(
            question: StandingQuestion(question, after: exchanges).text,
            documentIDs: answer.sources.filter(\.cited).map(\.documentID)
        )
    }

    /// The exchanges of questions of which only the words are known, each made to stand on its own.
    package static func chain(_ questions: [String]) -> [Exchange] {
        questions.reduce(into: []) { exchanges, question in
            exchanges.append(Exchange(question: StandingQuestion(question, after: exchanges).text, documentIDs: []))
        }
    }
}

/// What to search for.
struct StandingQuestion: Equatable {
    /// What is searched and answered.
    var text: String
    /// The documents to look in, when the follow-up names one of those cited; empty for all.
    var documentIDs: Set<Int64> = []
    /// Which of the documents that answered before to look in, from 1, −1 for the last, when only their order is known.
    var ordinal: Int?
    /// The language asked for, when the follow-up asks for one.
    var language: String?
    /// Whether the context changed what was asked.
    var isRewritten: Bool

    init(_ question: String, after exchanges: [Exchange]) {
        let asked = question.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let last = exchanges.last, let followUp = FollowUp(asked) else {
            (text, isRewritten) = (asked, false)
            return
        }
        isRewritten = true
        switch followUp {
        case .language(let tag):
            (text, language) = (last.question, tag)
        case .ordinal(let number):
            if let other = QuestionSubject.replacingOrdinal(in: last.question, by: number) {
                text = other
                return
            }
            text = last.question
            let index = number < 0 ? last.documentIDs.count - 1 : number - 1
            if last.documentIDs.indices.contains(index) {
                documentIDs = [last.documentIDs[index]]
            } else {
                ordinal = number
            }
        case .replacement(let subject):
            text = QuestionSubject.replacing(in: last.question, by: subject) ?? "\(subject) \(last.question)"
        case .reference:
            text = "\(asked) \(last.question)"
        }
    }
}

/// The ways in which a question leans on the one before.
private enum FollowUp {
    case language(String)
    /// The n-th source, from 1; −1 for the last.
    case ordinal(Int)
    /// The same question about something else: "what about Bremen?", "那上海呢？"
    case replacement(String)
    /// It refers to what was spoken of: "when was it built?", "它在哪里？"
    case reference

    init?(_ question: String) {
        let text = question.lowercased().trimmingCharacters(in: CharacterSet(charactersIn: " ?？。.!！"))
        if let tag = Self.language(text) {
            self = .language(tag)
        } else if let number = Self.ordinal(text) {
            self = .ordinal(number)
        } else if let subject = Self.subject(question) {
            self = .replacement(subject)
        } else if Self.refersBack(text) {
            self = .reference
        } else {
            return nil
        }
    }

    private static func language(_ text: String) -> String? {
        guard
            let match = text.wholeMatch(
                of:
                    /(?:(?:and|what about|how about)\s+)?in (chinese|english|mandarin)(?: please)?|(?:那么?|请?用)?(中文|英文|汉语|英语)(?:的|怎么说|说)?(?:呢|吧)?/
            )
        else { return nil }
        let name = match.output.1 ?? match.output.2 ?? ""
        return ["chinese", "mandarin", "中文", "汉语"].contains(String(name)) ? "zh" : "en"
    }

    private static let ordinals: [String: Int] = [
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1,
        "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5,
    ]

    private static func ordinal(_ text: String) -> Int? {
        if let match = text.wholeMatch(
            of:
                /(?:(?:and|what about|how about)\s+)?the (first|second|third|fourth|fifth|last)(?: (?:one|source|document|result))?/
        ) {
            return ordinals[String(match.output.1)]
        }
        if let match = text.wholeMatch(of: /(?:那么?)?第([一二三四五1-5])(?:个|篇|份|条)?(?:来源|文档|结果)?(?:呢|怎么说|说了什么|说什么)?/) {
            return ordinals[String(match.output.1)]
        }
        return text.wholeMatch(of: /(?:那么?)?最后一(?:个|篇|份|条)(?:呢)?/) == nil ? nil : -1
    }

    private static func subject(_ question: String) -> String? {
        let trimmed = question.trimmingCharacters(in: CharacterSet(charactersIn: " ?？。.!！"))
        if let match = trimmed.wholeMatch(of: /(?i)(?:(?:and|so)\s+)?(?:what|how) about (.+)/) {
            return String(match.output.1)
        }
        if let match = trimmed.wholeMatch(of: /(?i)and (.{1,60})/), !startsWithVerb(match.output.1) {
            return String(match.output.1)
        }
        if let match = trimmed.wholeMatch(of: /(?:那么?|还有)(.{1,30}?)呢/) { return String(match.output.1) }
        if let match = trimmed.wholeMatch(of: /(.{1,12})呢/) { return String(match.output.1) }
        return nil
    }

    private static func startsWithVerb(_ text: Substring) -> Bool {
        text.lowercased().firstMatch(of: /^(who|what|when|where|why|how|which|is|are|was|were|do|does|did|can)\b/)
            != nil
    }

    private static func refersBack(_ text: String) -> Bool {
        if text.firstMatch(of: /\b(it|its|they|them|their|he|him|his|she|her|this|that|these|those|there|then)\b/)
            != nil,
            text.split(separator: " ").count <= 12
        {
            return true
        }
        if text.wholeMatch(of: /(?:and )?(?:why|when|where|who|how|how much|how many|since when|what else)/) != nil {
            return true
        }
        if text.count <= 20, text.firstMatch(of: /^(它|他|她|其|这|那|该|此)/) != nil { return true }
        if text.count <= 20, text.firstMatch(of: /(它|他们|她们|它们|这个|那个|这些|那些|其中|他的|她的)/) != nil { return true }
        return ["为什么", "什么时候", "在哪里", "在哪", "谁", "多少", "怎么做", "还有呢", "然后呢"].contains(text)
    }
}
