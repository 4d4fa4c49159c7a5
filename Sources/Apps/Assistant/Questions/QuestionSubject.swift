// What a question is about, so that "and the opera house?" asks the same of something else.

internal import Foundation
internal import Retrieval

/// Puts another subject into a question.
enum QuestionSubject {
    /// The question about `subject` instead, or nil when it is not plain what the question is about.
    ///
    /// English: the longest run of capitalised words, else what stands behind the last "of", "for" or "about". Chinese: what
    /// stands before the first 的, 是, 在, 有 or the like.
    static func replacing(in question: String, by subject: String) -> String? {
        if question.unicodeScalars.contains(where: \.isHan) { return chinese(question, subject) }
        let body = question.trimmingCharacters(in: CharacterSet(charactersIn: " ?？"))
        if let name = longestName(in: body) {
            // "the Harbour Bridge" leaves as a whole when the new one brings its own article.
            let articled = body.range(of: "the \(body[name])", options: .caseInsensitive)
            let range = subject.lowercased().hasPrefix("the ") ? articled ?? name : name
            return body.replacingCharacters(in: range, with: subject) + "?"
        }
        guard let match = body.firstMatch(of: /^(.*\b(?:of|for|about) )((?:the |a |an )?[^ ]+(?: [^ ]+){0,2})$/) else {
            return nil
        }
        return "\(match.output.1)\(subject)?"
    }

    private static func longestName(in question: String) -> Range<String.Index>? {
        let pattern = /[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)*/
        let names = question.matches(of: pattern).map(\.range).filter { $0.lowerBound > question.startIndex }
        return names.max { question[$0].count < question[$1].count }
    }

    private static func chinese(_ question: String, _ subject: String) -> String? {
        guard let match = question.firstMatch(of: /^(?:请问)?([^，,。？?]{2,12}?)(的|是|在|有|于|位于|建|由|什么时候|哪|多少|几|为什么|怎么|如何)/),
            match.output.1.firstMatch(of: /[这那该此谁哪什么]/) == nil
        else { return nil }
        return subject + question[match.output.1.endIndex...]
    }

    /// The question about the n-th thing where it asked about another one by its number, or nil where it does not.
    static func replacingOrdinal(in question: String, by number: Int) -> String? {
        guard number > 0, number <= 5 else { return nil }
        let chinese = ["一", "二", "三", "四", "五"]
        let english = ["first", "second", "third", "fourth", "fifth"]
        if let match = question.firstMatch(of: /第([一二三四五1-5])/) {
            return question.replacingCharacters(in: match.range, with: "第\(chinese[number - 1])")
        }
        if let match = question.firstMatch(of: /\b(first|second|third|fourth|fifth)\b/) {
            return question.replacingCharacters(in: match.range, with: english[number - 1])
        }
        return nil
    }
}
