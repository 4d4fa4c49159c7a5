// "How do I install …?", 怎样安装: the steps of the document in order, from a numbered list or from sentences that say
// what comes first, next and last.

internal import Dialogue
internal import Documents
internal import Foundation
internal import Retrieval

/// The shape of instructions.
struct Steps: AnswerShape {
    private let core: String
    private let question: ShapedQuestion

    private static let stepCount = 30

    init?(_ question: ShapedQuestion) {
        let pattern = question.isChinese ? Self.chinese : Self.english
        guard pattern.matches(question.text) else { return nil }
        self.question = question
        core = Self.asking.removed(from: question.text)
    }

    private static let english = Pattern(
        #"^how (?:do|can|should|could|would|must|might) (?:i|we|you|one|they|someone|anyone)\b|^how to\b|\bsteps (?:to|for|of)\b|\binstructions (?:for|to)\b|^what (?:is|are) the (?:procedure|process|steps|way)\b|^how (?:is|are) .+ed$"#,
        ignoresCase: true
    )
    private static let chinese = Pattern("怎么(?!样$)|怎样|如何|步骤|流程|方法")
    /// Whether a heading announces instructions.
    static func isInstruction(_ heading: String) -> Bool { instruction.matches(heading) }

    private static let instruction = Pattern(#"^how\b|\bsteps\b|\binstall|怎么|怎样|如何|步骤|安装"#, ignoresCase: true)
    private static let asking = Pattern(
        #"\b(?:steps|instructions|procedure|process|way)\b|步骤|流程|方法|怎么办|操作"#,
        ignoresCase: true
    )

    func compose(from evidence: inout ShapeEvidence) async throws -> [ChatEvent]? {
        guard let fit = try await SectionFit(core, library: evidence.library) else { return nil }
        var best: (run: ItemRun, isOrdered: Bool, fit: Double)?
        func offer(_ run: ItemRun, isOrdered: Bool, _ section: Section) {
            let items = run.items.map(\.words.text).joined(separator: "\n")
            guard let fit = fit.fit(of: section, lead: run.lead?.text ?? "", items: items), fit > best?.fit ?? 0
            else { return }
            best = (run, isOrdered, fit)
        }
        for section in try await evidence.sections() {
            for run in ItemRun.all(in: section) where run.isOrdered { offer(run, isOrdered: true, section) }
            for run in StepSentences.runs(in: section) { offer(run, isOrdered: true, section) }
        }
        return best.map { $0.run.events(limit: Self.stepCount, isOrdered: $0.isOrdered, &evidence) }
    }
}

/// Sentences that follow each other as steps do.
enum StepSentences {
    private static let first = Pattern(
        #"^(?:first(?:ly)?\b|(?:to )?(?:begin|start)\b|step one\b)|^(?:首先|先|第一步|一开始)"#,
        ignoresCase: true
    )
    private static let further = Pattern(
        #"^(?:then|next|after that|afterwards|after(?:ward)?s?|second(?:ly)?|third(?:ly)?|finally|lastly|last|now|once)\b|^(?:然后|接着|接下来|随后|再|之后|其次|最后|第[二三四五六七八九]步|完成后)"#,
        ignoresCase: true
    )
    private static let counts = 3...12

    /// From each sentence that comes first to the last one that goes on.
    static func runs(in section: Section) -> [ItemRun] {
        section.blocks.filter { $0.block.kind == .paragraph }.compactMap { stored in
            let text = QuotedWords(documentID: section.document.id, range: stored.block.range, text: stored.text)
            let sentences = QuotableRanges(stored.text).ranges.map { text.part($0) }
            guard let start = sentences.firstIndex(where: { first.matches($0.text) }),
                let end = sentences.lastIndex(where: { further.matches($0.text) }), end > start
            else { return nil }
            let steps = sentences[start...end]
            guard counts.contains(steps.count), steps.count(where: { further.matches($0.text) }) * 2 >= steps.count - 1
            else { return nil }
            return ItemRun(
                lead: start > 0 ? sentences[start - 1] : nil,
                items: steps.enumerated().map { ItemRun.Item(number: $0 + 1, words: $1) }
            )
        }
    }
}
