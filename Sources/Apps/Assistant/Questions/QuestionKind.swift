// Decides whether a question needs the library at all. Greetings, thanks, arithmetic and questions about Kaiyuan
// itself do not; whatever is in doubt is searched.

internal import Foundation

/// What somebody wants who typed this.
enum QuestionKind: Equatable {
    case greeting
    case thanks
    /// Asks what Kaiyuan is or can do.
    case about
    /// An expression with its exact value.
    case arithmetic(expression: String, value: String)
    /// An expression that has no value, or none that can be given.
    case undefined(expression: String, reason: Arithmetic.Undefined)
    case search

    init(_ question: String) {
        let plain = Self.plain(question)
        if Self.greetingTexts.contains(plain) {
            self = .greeting
        } else if Self.thanksTexts.contains(plain) {
            self = .thanks
        } else if Self.aboutTexts.contains(plain) {
            self = .about
        } else if let expression = Arithmetic.expression(in: question),
            let outcome = Arithmetic.value(of: expression)
        {
            switch outcome {
            case .success(let value): self = .arithmetic(expression: expression, value: value)
            case .failure(let reason): self = .undefined(expression: expression, reason: reason)
            }
        } else {
            self = .search
        }
    }

    /// Lower case, without punctuation, blanks folded.
    private static func plain(_ question: String) -> String {
        let scalars = question.lowercased().unicodeScalars.map { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "'" ? scalar : " "
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text).split(separator: " ").joined(separator: " ").replacing("'", with: "")
    }

    private static let greetingTexts: Set<String> = [
        "hi", "hello", "hey", "hello there", "hi there", "how are you", "how are you doing", "good morning",
        "good afternoon", "good evening",
        "你好", "您好", "嗨", "哈喽", "早上好", "下午好", "晚上好", "大家好", "在吗", "你好啊", "你好呀", "你好吗",
    ]
    private static let thanksTexts: Set<String> = [
        "thanks", "thank you", "thank you very much", "thx", "many thanks", "ok thanks", "great thanks",
        "谢谢", "谢谢你", "多谢", "感谢", "谢了", "非常感谢", "好的谢谢", "好的 谢谢",
    ]
    private static let aboutTexts: Set<String> = [
        "what can you do", "who are you", "what are you", "help", "what can i ask", "what can i ask you",
        "how can you help me", "what do you know", "how do you work", "are you an ai", "are you a bot", "are you human",
        "你能做什么", "你会做什么", "你是谁", "你是什么", "帮助", "你可以做什么", "你有什么功能", "我能问什么", "你会什么",
        "你能干什么", "你能帮我做什么", "你是人工智能吗", "你是机器人吗",
    ]
}
