// Many requests at once beside each one alone: the same tokens, whatever comes, goes and runs short.

import Testing
import Randomness

@testable import Inference
@testable import Networks
@testable import Tensors

@Suite("A batch of requests", .enabled(if: ReferenceModels.exist, "needs ../shared/reference"))
struct BatchTests {
    /// Windows, experts, and rotations that depend on the length.
    static let models = [
        "llama3", "qwen3", "hunyuan_v1_moe", "qwen3_moe_mixed", "gemma2", "gemma3_text", "mistral", "phi3_longrope",
        "llama_dynamic",
    ]

    private func model(_ name: String, cacheTokenCount: Int) throws -> LoadedModel {
        try LoadedModel(
            StoredModel(contentsOf: "\(ReferenceModels.folder)/\(name)"),
            cacheTokenCount: cacheTokenCount,
            instructionSet: InstructionSet.chosen()
        )
    }

    /// The tokens that a request gets when nothing else runs and its prompt is computed in one piece.
    private func alone(_ request: GenerationRequest, _ model: LoadedModel) throws -> [Int32] {
        let batch = Batch(model: model, tokenBudget: 10_000, sequenceLimit: 1)
        _ = try batch.submit(request)
        var tokens: [Int32] = []
        while batch.requestCount > 0 {
            for output in try batch.step() {
                if case .token(let token) = output.event { tokens.append(token.token) }
            }
        }
        return tokens
    }

    @Test("gives each the tokens that it gets alone", arguments: models, 0..<3)
    func interleaving(name: String, seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let roomy = try model(name, cacheTokenCount: 1000)
        // Room for two or three sequences, so that some are preempted; and small steps, so that prompts come in parts.
        let tight = try model(name, cacheTokenCount: Int.random(in: 96...160, using: &random))
        let batch = Batch(
            model: tight,
            tokenBudget: Int.random(in: 3...40, using: &random),
            sequenceLimit: Int.random(in: 2...6, using: &random)
        )
        var requests: [Int: GenerationRequest] = [:]
        var made: [Int: [Int32]] = [:]
        var cancelled: Set<Int> = []
        var arrivals = 12
        while arrivals > 0 || batch.requestCount > 0 {
            if arrivals > 0, Int.random(in: 0..<3, using: &random) == 0 {
                arrivals -= 1
                var request = GenerationRequest(
                    prompt: (0..<Int.random(in: 1...50, using: &random)).map { _ in
                        Int32.random(in: 0..<256, using: &random)
                    },
                    tokenLimit: Int.random(in: 1...30, using: &random),
                    sampling: .greedy
                )
                if Bool.random(using: &random) {
                    // Chance that repeats itself must not depend on the company either.
                    request.sampling = SamplingParameters()
                    request.sampling.seed = random.next()
                    request.sampling.topP = 0.9
                }
                requests[try batch.submit(request)] = request
            }
            if Int.random(in: 0..<25, using: &random) == 0,
                let id = requests.keys.sorted().randomElement(using: &random)
            {
                batch.cancel(id)
                cancelled.insert(id)
            }
            for output in try batch.step() {
                #expect(!cancelled.contains(output.id))
                if case .token(let token) = output.event { made[output.id, default: []].append(token.token) }
            }
        }
        for (id, request) in requests {
            let expected = try alone(request, roomy)
            let tokens = made[id] ?? []
            if cancelled.contains(id) {
                #expect(tokens == Array(expected.prefix(tokens.count)), "request \(id), seed \(seed)")
            } else {
                #expect(tokens == expected, "request \(id), seed \(seed)")
            }
        }
    }

    @Test("ends a text at a stop token, at the limit, and where the context ends")
    func ends() throws {
        let model = try model("qwen3", cacheTokenCount: 64)
        var request = GenerationRequest(prompt: [1, 2, 3], tokenLimit: 100, sampling: .greedy)
        let all = try alone(request, model)
        // The context is full after 64 tokens, of which 3 were there.
        #expect(all.count == 61)
        request.tokenLimit = 7
        #expect(try alone(request, model) == Array(all.prefix(7)))
        request.stopTokens = [all[4]]
        let first = try #require(all.firstIndex(of: all[4]))
        #expect(try alone(request, model) == Array(all.prefix(first)))
    }

    @Test("refuses prompts that cannot be continued")
    func refusals() throws {
        let batch = Batch(model: try model("qwen3", cacheTokenCount: 64), tokenBudget: 10, sequenceLimit: 2)
        func submit(_ prompt: [Int32]) throws { _ = try batch.submit(GenerationRequest(prompt: prompt, tokenLimit: 1)) }
        #expect(throws: InferenceError.emptyPrompt) { try submit([]) }
        #expect(throws: InferenceError.unknownToken(256, vocabularySize: 256)) { try submit([1, 256]) }
        #expect(throws: InferenceError.unknownToken(-1, vocabularySize: 256)) { try submit([-1]) }
        #expect(throws: InferenceError.tooLong(tokenCount: 64, limit: 63)) {
            try submit(Array(repeating: 1, count: 64))
        }
        #expect(batch.requestCount == 0)
    }

    @Test("says how likely prompt and continuation are, also of a prompt in parts")
    func probabilities() throws {
        let model = try model("gemma2", cacheTokenCount: 200)
        let prompt: [Int32] = (0..<40).map { $0 * 5 }
        let logits = try model.logits(ofPrompt: prompt)
        let expected = (1..<40).map { position -> Float in
            let row = logits.values(inRow: position - 1)
            return row[Int(prompt[position])] - Float(LogProbabilities.normaliser(of: row))
        }
        let batch = Batch(model: model, tokenBudget: 7, sequenceLimit: 2)
        var request = GenerationRequest(prompt: prompt, tokenLimit: 2, sampling: .greedy)
        request.wantsPromptProbabilities = true
        request.alternativeCount = 3
        _ = try batch.submit(request)
        var events: [GenerationEvent] = []
        while batch.requestCount > 0 { events += try batch.step().map(\.event) }
        try #require(events.count == 4)
        guard case .prompt(let scored) = events[0], case .token(let first) = events[1] else {
            Issue.record("the events are \(events)")
            return
        }
        #expect(scored.map(\.token) == prompt)
        #expect(scored[0].logProbability == nil)
        #expect(zip(scored.dropFirst(), expected).allSatisfy { abs(($0.logProbability ?? 1) - $1) < 1e-5 })
        #expect(first.alternatives.count == 3)
        #expect(first.alternatives[0].token == first.token)
        #expect(first.alternatives[0].logProbability == first.logProbability)
        #expect(first.alternatives.map(\.logProbability) == first.alternatives.map(\.logProbability).sorted(by: >))
        #expect(events[3] == .finished(.length))
    }
}
