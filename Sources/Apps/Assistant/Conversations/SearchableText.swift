// What a search in the history looks at: the words that people see, folded alike on both sides.

internal import Foundation

/// Folds text for searching.
enum SearchableText {
    /// Case, accents and width do not matter.
    static let options: String.CompareOptions = [.caseInsensitive, .diacriticInsensitive, .widthInsensitive]

    /// The text as it is compared; line breaks and runs of blanks are one blank.
    static func folded(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ").folding(options: options, locale: nil)
    }

    /// A question with its answer, as they are compared.
    static func folded(_ question: String, _ answer: Answer) -> String {
        ([question] + texts(of: answer)).map(folded).joined(separator: "\n")
    }

    /// The words of an answer as they are shown: without marks and without Markdown's signs.
    static func texts(of answer: Answer) -> [String] {
        [plain(answer.text, without: answer.marks)]
            + (answer.disagreement?.sides ?? []).map { plain($0.text, without: $0.marks) }
    }

    private static func plain(_ text: String, without marks: [Mark]) -> String {
        let scalars = Array(text.unicodeScalars)
        var plain = String.UnicodeScalarView()
        var index = 0
        let ends = Dictionary(marks.map { ($0.textStart, $0.textEnd) }, uniquingKeysWith: max)
        while index < scalars.count {
            if let end = ends[index], end > index {
                index = end
            } else if scalars[index] == "\\", index + 1 < scalars.count, scalars[index + 1].isASCIIPunctuation {
                plain.append(scalars[index + 1])
                index += 2
            } else if scalars[index] == "*", index + 1 < scalars.count, scalars[index + 1] == "*" {
                index += 2
            } else {
                plain.append(scalars[index])
                index += 1
            }
        }
        return String(plain)
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIIPunctuation: Bool {
        switch value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}
