// The engine as its users see it: streams that run side by side, and readers that go away.

import Testing

@testable import Inference
@testable import Networks
@testable import Tensors

@Suite("An engine", .enabled(if: ReferenceModels.exist, "needs ../shared/reference"))
struct EngineTests {
    private func engine(_ limits: Engine.Limits = Engine.Limits()) throws -> Engine {
        try Engine(
            StoredModel(contentsOf: "\(ReferenceModels.folder)/qwen3"),
            limits: limits,
            instructionSet: InstructionSet.chosen()
        )
    }

    private func tokens(_ engine: Engine, _ request: GenerationRequest) async throws -> [Int32] {
        var tokens: [Int32] = []
        for try await event in try await engine.generate(request) {
            if case .token(let token) = event { tokens.append(token.token) }
        }
        return tokens
    }

    @Test("answers many at once as each alone")
    func company() async throws {
        let engine = try engine()
        let requests = (1...20).map { length in
            GenerationRequest(prompt: (0..<Int32(length)).map { $0 * 3 }, tokenLimit: 15, sampling: .greedy)
        }
        var alone: [[Int32]] = []
        for request in requests { alone.append(try await tokens(engine, request)) }
        let together = try await withThrowingTaskGroup(of: (Int, [Int32]).self) { group in
            for (index, request) in requests.enumerated() {
                group.addTask { (index, try await tokens(engine, request)) }
            }
            return try await group.reduce(into: [Int: [Int32]]()) { $0[$1.0] = $1.1 }
        }
        for (index, expected) in alone.enumerated() { #expect(together[index] == expected) }
    }

    @Test("drops a request whose reader has gone, and refuses more than it takes on")
    func departure() async throws {
        var limits = Engine.Limits()
        limits.requestCount = 1
        let engine = try engine(limits)
        let long = GenerationRequest(prompt: [1], tokenLimit: 400, sampling: .greedy)
        do {
            let stream = try await engine.generate(long)
            await #expect(throws: InferenceError.busy(requestCount: 1)) { _ = try await engine.generate(long) }
            for try await _ in stream { break }
        }
        // The stream is gone; the engine notices before its next step.
        while await engine.requestCount > 0 { await Task.yield() }
        #expect(try await tokens(engine, GenerationRequest(prompt: [1], tokenLimit: 3, sampling: .greedy)).count == 3)
    }
}
