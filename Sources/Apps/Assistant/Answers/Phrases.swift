// The few sentences that Kaiyuan says of its own, in both languages; everything else in an answer is quoted.

internal import Retrieval

/// Kaiyuan's own words in an answer.
enum Phrases {
    /// `zh` for a question with Chinese characters, `en` for one with Latin letters, else the page's language.
    static func language(of question: String, otherwise language: String) -> String {
        if question.unicodeScalars.contains(where: \.isHan) { return "zh" }
        if question.unicodeScalars.contains(where: { $0.properties.isAlphabetic }) { return "en" }
        return language == "zh" ? "zh" : "en"
    }

    static func reply(to kind: QuestionKind, _ language: String, _ library: Library.Statistics) -> String {
        let isChinese = language == "zh"
        let count = library.documentCount
        switch kind {
        case .greeting:
            return isChinese ? "你好！请问想从文档里找什么？" : "Hello! What would you like to find in your documents?"
        case .thanks:
            return isChinese ? "不客气。" : "You are welcome."
        case .about:
            return isChinese
                ? "我从你的文档里找答案：每个说法后面都有编号，点开就是原文。现在收有 \(count) 篇文档。也能做精确的四则运算。"
                : """
                I answer from your own documents: every claim carries a number that opens the very words it rests on. \
                There \(count == 1 ? "is 1 document" : "are \(count) documents") inside now. I also do exact arithmetic.
                """
        case .arithmetic(let expression, let value):
            return "\(Markdown.escaped(expression)) = **\(value)**"
        case .undefined(let expression, let reason):
            let shown = Markdown.escaped(expression)
            switch reason {
            case .divisionByZero:
                return isChinese ? "\(shown) 没有值：不能除以零。" : "\(shown) has no value: nothing can be divided by zero."
            case .tooLarge:
                return isChinese ? "\(shown) 太大：结果超过一千位数字。" : "\(shown) is too large: more than a thousand digits."
            case .notRational:
                return isChinese ? "\(shown) 算不出精确的结果。" : "\(shown) has no exact value that I can give."
            }
        case .search:
            return ""
        }
    }

    /// Before passages that are near a question but hold no answer.
    static func noAnswer(_ language: String, in documentCount: Int) -> String {
        language == "zh"
            ? "在\(documents(documentCount, language))里没有找到答案；下面是最接近的段落，但它们没有回答这个问题。"
            : "No answer in \(documents(documentCount, language)); the nearest passages are below, but do not answer it."
    }

    /// Where not even a passage is near; `asked` is the language in which an answer was asked for.
    static func nothingFound(_ language: String, asked: String?, in documentCount: Int) -> String {
        let isChinese = language == "zh"
        if documentCount == 0 {
            return isChinese
                ? "资料库还是空的：先加入一个文件夹（kaiyuan add 文件夹），或把文件拖到页面上。"
                : "The library is empty. Add a folder first (kaiyuan add FOLDER), or drop files on the page."
        }
        switch asked {
        case "zh": return isChinese ? "没有中文文档回答这个问题。" : "No document in Chinese answers this."
        case "en": return isChinese ? "没有英文文档回答这个问题。" : "No document in English answers this."
        default: break
        }
        return isChinese
            ? "在\(documents(documentCount, language))里没有找到与这个问题有关的内容。"
            : "Nothing about this in \(documents(documentCount, language))."
    }

    private static func documents(_ count: Int, _ language: String) -> String {
        if language == "zh" { return " \(count) 篇文档" }
        return count == 1 ? "1 document" : "\(count) documents"
    }

    static func disagreement(_ language: String) -> String {
        language == "zh" ? "文档的说法不一致，按日期从新到旧：" : "The documents disagree; the newest first:"
    }
}
