// Compares what the engine computes with what a reference folder expects, and finds the first layer that goes wrong.

internal import Networks
package import Tensors

/// The outcome of a comparison.
package struct Verification: Encodable, Sendable {
    /// The outcome for one prompt.
    package struct Prompt: Encodable, Sendable {
        package var name: String

        /// The largest difference of logits, scores or embeddings, over the largest value of the same tensor.
        package var error: Double

        /// Whether the greedy continuation is the same; nil where there is none.
        package var isGreedyEqual: Bool?

        /// The first intermediate result outside of the tolerance.
        package var firstDifference: String?

        enum CodingKeys: String, CodingKey {
            case name, error, isGreedyEqual = "greedy", firstDifference = "first_difference"
        }
    }

    /// Whether every prompt is within the tolerance and continues as expected.
    package var isOk: Bool

    /// The largest error of all prompts.
    package var worst: Double
    package var tolerance: Double
    package var prompts: [Prompt]

    enum CodingKeys: String, CodingKey { case isOk = "ok", worst, tolerance, prompts }

    /// Computes the folder's prompts with a model, by default the folder's own, and compares.
    package init(folder: String, model: String? = nil, instructionSet: InstructionSet) throws {
        let reference = try Reference(folder: folder)
        let stored = try StoredModel(contentsOf: model ?? folder)
        let longest = reference.prompts.map { $0.tokens.count + ($0.greedy?.count ?? 0) }.max() ?? 0
        let loaded = try LoadedModel(stored, cacheTokenCount: longest, instructionSet: instructionSet)
        for prompt in reference.prompts {
            try loaded.configuration.check(prompt.tokens, segments: prompt.segments)
        }
        let session = VerificationSession(model: loaded, reference: reference)
        prompts = try reference.prompts.map { try session.verify($0) }
        tolerance = reference.tolerance
        worst = prompts.map(\.error).max() ?? 0
        isOk = worst <= tolerance && prompts.allSatisfy { $0.isGreedyEqual != false }
    }
}

/// A model under comparison.
private struct VerificationSession {
    let model: LoadedModel
    let reference: Reference

    func verify(_ prompt: ReferencePrompt) throws -> Verification.Prompt {
        var firstDifference: String?
        let error = try model.observing { point, tensor in
            guard firstDifference == nil, let error = try? hiddenError(prompt, point, tensor) else { return }
            if error > reference.tolerance { firstDifference = point.description }
        } _: {
            try resultError(prompt)
        }
        var outcome = Verification.Prompt(name: prompt.name, error: error)
        if let greedy = prompt.greedy {
            var isEqual = try continuation(of: prompt, count: greedy.count) == prompt.greedyCached ?? greedy
            if prompt.greedyCached != nil {
                isEqual = try isEqual && rerunContinuation(of: prompt, count: greedy.count) == greedy
            }
            outcome.isGreedyEqual = isEqual
        }
        if error > reference.tolerance { outcome.firstDifference = firstDifference ?? "output" }
        return outcome
    }

    /// How far logits, scores or embeddings are off.
    private func resultError(_ prompt: ReferencePrompt) throws -> Double {
        let step = Step([piece(prompt.tokens, segments: prompt.segments, wanted: .all)])
        switch reference.task {
        case .causal:
            let logits = try model.logits(of: step).allValues
            return try error(of: logits, "\(prompt.name).logits") ?? .greatestFiniteMagnitude
        case .score:
            let scores = try model.scores(of: step)[0]
            return try error(of: scores, "\(prompt.name).score") ?? .greatestFiniteMagnitude
        case .embedding:
            let errors = try [Pooling.mean, .cls, .last].compactMap { pooling in
                try reference.values("\(prompt.name).\(pooling.rawValue)") == nil
                    ? nil
                    : error(
                        of: model.embeddings(of: step, pooling: pooling)[0],
                        "\(prompt.name).\(pooling.rawValue)"
                    )
            }
            return errors.max() ?? .greatestFiniteMagnitude
        }
    }

    /// How far an intermediate result is off; nil where the folder does not have it.
    private func hiddenError(
        _ prompt: ReferencePrompt,
        _ point: ObservationPoint,
        _ tensor: DenseTensor
    ) throws -> Double? {
        try error(of: tensor.allValues, "\(prompt.name).hidden.\(point)")
            ?? error(of: tensor.values(inRow: tensor.rows - 1), "\(prompt.name).hidden_last.\(point)")
    }

    /// The largest difference over the largest expected value; as large as can be where the shapes differ.
    private func error(of values: [Float], _ name: String) throws -> Double? {
        guard let expected = try reference.values(name) else { return nil }
        guard expected.count == values.count else { return .greatestFiniteMagnitude }
        var largest = 0.0
        var difference = 0.0
        for (value, expected) in zip(values, expected) {
            largest = max(largest, Double(abs(expected)))
            // A value that is no number counts as far as can be.
            difference =
                value.isFinite ? max(difference, abs(Double(value) - Double(expected))) : .greatestFiniteMagnitude
        }
        return largest > 0 ? difference / largest : difference
    }

    /// The most likely tokens one after the other, each computed with what the cache has of those before.
    private func continuation(of prompt: ReferencePrompt, count: Int) throws -> [Int32] {
        var made: [Int32] = []
        var pending = prompt.tokens
        var start = 0
        while made.count < count {
            let step = Step([piece(pending, start: start, promptLength: prompt.tokens.count)])
            start += pending.count
            pending = [try model.logits(of: step).indexOfLargest(inRow: 0)]
            made += pending
        }
        return made
    }

    /// The same, each computed from the whole sequence anew.
    private func rerunContinuation(of prompt: ReferencePrompt, count: Int) throws -> [Int32] {
        var tokens = prompt.tokens
        for _ in 0..<count {
            tokens.append(try model.logits(of: Step([piece(tokens)])).indexOfLargest(inRow: 0))
        }
        return Array(tokens.dropFirst(prompt.tokens.count))
    }

    private func piece(
        _ tokens: [Int32],
        segments: [Int32] = [],
        start: Int = 0,
        promptLength: Int? = nil,
        wanted: Step.Wanted = .last
    ) -> Step.Piece {
        Step.Piece(
            tokens: tokens,
            segments: segments,
            start: start,
            promptLength: promptLength,
            blocks: model.allBlocks,
            wanted: wanted
        )
    }
}
