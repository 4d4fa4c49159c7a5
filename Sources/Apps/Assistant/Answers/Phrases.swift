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
        case .search:
            return ""
        }
    }

    /// Before passages that are near a question but hold no answer.
    static func noAnswer(_ language: String, hasPassages: Bool) -> String {
        switch (language == "zh", hasPassages) {
        case (true, true): "文档里没有找到这个问题的答案。下面是最接近的段落，但它们没有回答这个问题。"
        case (true, false): "文档里没有找到与这个问题有关的内容。"
        case (false, true):
            "The library holds no answer to this question. The nearest passages are below; they do not answer it."
        case (false, false): "The library holds nothing about this question."
        }
    }

    static func disagreement(_ language: String) -> String {
        language == "zh" ? "文档的说法不一致，按日期从新到旧：" : "The documents disagree; the newest first:"
    }
}
