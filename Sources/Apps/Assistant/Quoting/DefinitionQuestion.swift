// "What does X mean?", 什么叫X: other words for "what is X", which hold a word that the answer need not have.

internal import Foundation

/// A question for what something is.
enum DefinitionQuestion {
    /// The question in its plainest words, or as it is where it asks for something else.
    static func plain(_ question: String) -> String {
        let text = question.trimmingCharacters(in: CharacterSet(charactersIn: " ?？。.!！"))
        if let match = text.wholeMatch(
            of:
                /(?:what (?:does|do) (.{1,60}) mean|what is (?:meant by|the (?:meaning|definition) of) (.{1,60})|define (.{1,60}))/
                .ignoresCase()
        ), let name = match.output.1 ?? match.output.2 ?? match.output.3 {
            return "What is \(name)?"
        }
        if let match = text.wholeMatch(of: /(?:请问)?(?:什么叫做?|何谓|何为|啥是)(.{1,20})/) { return "什么是\(match.output.1)？" }
        if let match = text.wholeMatch(of: /(?:请问)?(.{1,20}?)(?:是什么意思|是指什么|指的是什么|的(?:定义|含义)(?:是什么)?)/) {
            return "什么是\(match.output.1)？"
        }
        return question
    }
}
