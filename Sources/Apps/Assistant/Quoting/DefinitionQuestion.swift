// "What does X mean?", 什么叫X: other words for "what is X", which hold a word that the answer need not have.

internal import Foundation

/// A question for what something is.
enum DefinitionQuestion {
    /// The question in its plainest words, or as it is where it asks for something else.
    static func plain(_ question: String) -> String {
        let text = question.trimmingCharacters(in: CharacterSet(charactersIn: " ?？。.!！"))
        if let name = english.groups(in: text)?.dropFirst().compactMap(\.self).first { return "What is \(name)?" }
        if let name = chinese.groups(in: text)?.dropFirst().compactMap(\.self).first { return "什么是\(name)？" }
        return question
    }

    private static let english = Pattern(
        "what (?:does|do) (.{1,60}) mean|what is (?:meant by|the (?:meaning|definition) of) (.{1,60})|define (.{1,60})",
        .whole,
        ignoresCase: true
    )
    private static let chinese = Pattern(
        "(?:请问)?(?:什么叫做?|何谓|何为|啥是)(.{1,20})|(?:请问)?(.{1,20}?)(?:是什么意思|是指什么|指的是什么|的(?:定义|含义)(?:是什么)?)",
        .whole
    )
}
