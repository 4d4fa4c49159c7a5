// Carries out what the scheduler decides: one step of the model at a time for all requests together, then a choice for each
// that has its logits. No threads and no waiting: who owns a batch asks for step after step.

internal import Networks
internal import Tensors

/// The requests that one model works on.
final class Batch {
    /// A request being carried out.
    private struct Active {
        let request: GenerationRequest
        var sampler: Sampler
        var history: TokenHistory
        var promptProbabilities: [ScoredToken] = []
        var hasSentPrompt = false
    }

    /// Something that happened to a request.
    struct Output {
        let id: Int
        let event: GenerationEvent
    }

    private let model: LoadedModel
    private var scheduler: Scheduler
    private var active: [Int: Active] = [:]
    private var nextID = 0

    /// The longest sequence, prompt and continuation together.
    let contextLimit: Int

    init(model: LoadedModel, tokenBudget: Int, sequenceLimit: Int) {
        self.model = model
        scheduler = Scheduler(blockCount: model.blockCount, tokenBudget: tokenBudget, sequenceLimit: sequenceLimit)
        contextLimit = min(model.configuration.contextLength, scheduler.tokenLimit)
    }

    /// The number of requests that are not finished.
    var requestCount: Int { active.count }

    var waitingCount: Int { scheduler.waiting.count }

    /// Takes a request; throws when its prompt is empty, unknown or too long to be continued.
    func submit(_ request: GenerationRequest) throws -> Int {
        try model.configuration.check(request.prompt)
        guard request.prompt.count < contextLimit else {
            throw InferenceError.tooLong(tokenCount: request.prompt.count, limit: contextLimit - 1)
        }
        let id = nextID
        nextID += 1
        active[id] = Active(
            request: request,
            sampler: Sampler(request.sampling),
            history: TokenHistory(tokens: request.prompt, promptLength: request.prompt.count)
        )
        scheduler.add(id, prompt: request.prompt, wantsPromptLogits: request.wantsPromptProbabilities)
        return id
    }

    /// Forgets a request; nothing more happens to it.
    func cancel(_ id: Int) {
        active[id] = nil
        scheduler.remove(id)
    }

    /// Computes one step; empty when there was nothing to do, or when only parts of prompts were computed.
    func step() throws -> [Output] {
        let plan = scheduler.plan()
        guard !plan.isEmpty else { return [] }
        let logits = try model.logits(of: Step(plan.map(\.piece)))
        var outputs: [Output] = []
        var row = 0
        for work in plan {
            let rows = row..<row + Self.rowCount(work.piece)
            row = rows.upperBound
            if active[work.id]?.request.wantsPromptProbabilities == true { score(work, logits, rows) }
            guard work.isComplete else { continue }
            outputs += advance(work.id, logits.values(inRow: rows.upperBound - 1))
        }
        return outputs
    }

    private static func rowCount(_ piece: Step.Piece) -> Int {
        switch piece.wanted {
        case .none: 0
        case .last: 1
        case .all: piece.tokens.count
        }
    }

    /// Chooses the next token of a request and decides whether it was the last one.
    private func advance(_ id: Int, _ logits: [Float]) -> [Output] {
        guard var one = active[id] else { return [] }
        var outputs: [Output] = []
        if one.request.wantsPromptProbabilities, !one.hasSentPrompt {
            outputs.append(Output(id: id, event: .prompt(one.promptProbabilities)))
            one.hasSentPrompt = true
        }
        let madeCount = one.history.made.count
        guard madeCount < one.request.tokenLimit else { return outputs + [finish(id, .length)] }
        let token = one.sampler.choose(from: logits, after: one.history)
        if one.request.stopTokens.contains(token) { return outputs + [finish(id, .stop)] }
        let scored = Self.score(token, logits, alternativeCount: one.request.alternativeCount)
        outputs.append(Output(id: id, event: .token(scored)))
        one.history.tokens.append(token)
        active[id] = one
        if madeCount + 1 >= one.request.tokenLimit || one.history.tokens.count >= contextLimit {
            return outputs + [finish(id, .length)]
        }
        scheduler.append(token, to: id)
        return outputs
    }

    private func finish(_ id: Int, _ reason: FinishReason) -> Output {
        cancel(id)
        return Output(id: id, event: .finished(reason))
    }

    /// Remembers how likely the prompt's tokens were; each once, also when they are computed anew.
    private func score(_ work: Scheduler.Work, _ logits: DenseTensor, _ rows: Range<Int>) {
        guard case .all = work.piece.wanted, var one = active[work.id] else { return }
        let prompt = one.request.prompt
        if one.promptProbabilities.isEmpty {
            one.promptProbabilities.append(ScoredToken(token: prompt[0], logProbability: nil, alternatives: []))
        }
        for (offset, row) in rows.enumerated() {
            // The logits at a position are about the token that follows it.
            let position = work.piece.start + offset + 1
            guard position == one.promptProbabilities.count, position < prompt.count else { continue }
            let values = logits.values(inRow: row)
            one.promptProbabilities.append(
                Self.score(prompt[position], values, alternativeCount: one.request.alternativeCount ?? 0)
            )
        }
        active[work.id] = one
    }

    private static func score(_ token: Int32, _ logits: [Float], alternativeCount: Int?) -> ScoredToken {
        guard let alternativeCount else { return ScoredToken(token: token, logProbability: nil, alternatives: []) }
        let normaliser = LogProbabilities.normaliser(of: logits)
        func logProbability(_ token: Int32) -> Float { Float(Double(logits[Int(token)]) - normaliser) }
        var best: [Int32] = []
        if alternativeCount > 0 {
            var candidates = Candidates(logits, temperature: 1)
            candidates.keepMostLikely { $0.count >= alternativeCount ? alternativeCount : nil }
            best = candidates.tokens
        }
        return ScoredToken(
            token: token,
            logProbability: logProbability(token),
            alternatives: best.map { .init(token: $0, logProbability: logProbability($0)) }
        )
    }
}
