// Which sentence says what a thing is.

internal import Retrieval

extension QuestionAnalysis {
    /// Whether the question asks what something is, and the sentence begins with that and says so.
    func isDefined(by sentence: SentenceFacts) -> Bool {
        guard Self.definitionQuestion.matches(folded), !content.isEmpty else { return false }
        var units = sentence.units[...]
        while let first = units.first, Self.isOpening(first) { units = units.dropFirst() }
        guard units.count > content.count, zip(units, content).allSatisfy({ $0.key == $1 }) else { return false }
        let rest = units.dropFirst(content.count)
        if let last = units.prefix(content.count).last, let next = rest.first {
            // Units know their place in the passage.
            let between = Substring(
                sentence.text.utf8.dropFirst(last.range.upperBound - sentence.range.lowerBound)
                    .prefix(next.range.lowerBound - last.range.upperBound)
            )
            // A glossary: "Kiln: an oven for pottery".
            if between.contains(where: { ":：—–".contains($0) }) { return true }
        }
        return rest.prefix(8).contains { Self.copulas.contains($0.folded) }
    }

    /// An article, or 所谓.
    private static func isOpening(_ unit: TextUnit) -> Bool {
        (FunctionWords.contains(unit) && !copulas.contains(unit.folded)) || unit.key == "谓"
    }

    private static let definitionQuestion = Pattern(
        "^(?:what|who) (?:is|are|was|were) (?:a |an |the )?[^ ]+(?: [^ ]+){0,3}$|^什么是.{1,12}$|^.{1,12}(?:是什么|是谁|是啥)$"
    )
    private static let copulas: Set<String> = ["is", "are", "was", "were", "means", "refers", "是", "指", "为", "即"]
}
