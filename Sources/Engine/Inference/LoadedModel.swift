// A model that computes: its network over the executor, and the cache that they share. Knows tokens, not texts.

package import Networks
package import Tensors

/// A network with its weights and its cache.
///
/// Not thread-safe: one step at a time, by whoever owns it.
package final class LoadedModel {
    package let configuration: ModelConfiguration

    /// The number of the cache's blocks; 0 for encoders, which need none.
    package let blockCount: Int

    private let executor: Executor
    private let network: any Network<Executor>

    /// Reads the network's weights, with a cache for so many tokens over all sequences.
    ///
    /// Throws what reading the weights throws, and where there is no memory for the cache.
    package init(
        _ stored: StoredModel,
        cacheTokenCount: Int,
        instructionSet: InstructionSet,
        pool: WorkerPool = WorkerPool()
    ) throws {
        configuration = stored.configuration
        var cache: KeyValueCache?
        if !configuration.architecture.isEncoder {
            cache = try KeyValueCache(
                layerCount: configuration.layerCount,
                keyValueHeadCount: configuration.keyValueHeadCount,
                headSize: configuration.headSize,
                tokenCount: cacheTokenCount
            )
        }
        blockCount = cache?.blockCount ?? 0
        executor = Executor(instructionSet: instructionSet, pool: pool, cache: cache)
        network = try stored.network(over: executor)
    }

    /// The logits of the step's wanted rows, `[wanted, vocabulary]`.
    package func logits(of step: Step) throws -> DenseTensor {
        guard let logits = executor.run(step, { network.logits() }) else {
            throw InferenceError.wrongTask(wanted: "logits", architecture: configuration.architecture)
        }
        return logits
    }

    /// The logits of every token of one sequence alone, `[tokens, vocabulary]`.
    ///
    /// Throws when a token is unknown or there are more than the cache has room for.
    package func logits(ofPrompt tokens: [Int32]) throws -> DenseTensor {
        try configuration.check(tokens)
        let limit = blockCount * KeyValueCache.blockTokenCount
        guard tokens.count <= limit || configuration.architecture.isEncoder else {
            throw InferenceError.tooLong(tokenCount: tokens.count, limit: limit)
        }
        return try logits(of: Step([Step.Piece(tokens: tokens, blocks: allBlocks, wanted: .all)]))
    }

    /// All blocks of the cache, for one sequence alone.
    package var allBlocks: [Int32] { (0..<Int32(blockCount)).map { $0 } }

    /// The vectors of all tokens of the step, `[tokens, hidden]`.
    package func hidden(of step: Step) -> DenseTensor {
        executor.run(step) { network.hidden() }
    }

    /// One vector for each sequence of the step, of length 1: `[sequences][hidden]`.
    package func embeddings(of step: Step, pooling: Pooling) -> [[Float]] {
        let pooled = executor.run(step) { executor.pool(network.hidden(), pooling) }
        return (0..<pooled.rows).map { Self.normalised(pooled.values(inRow: $0)) }
    }

    /// The scores of each sequence of the step: `[sequences][labels]`.
    package func scores(of step: Step) throws -> [[Float]] {
        guard let scores = executor.run(step, { network.scores() }) else {
            throw InferenceError.wrongTask(wanted: "scores", architecture: configuration.architecture)
        }
        return (0..<scores.rows).map { scores.values(inRow: $0) }
    }

    /// Carries the body out while `watch` is shown what the network computes on the way.
    package func observing<Result>(
        _ watch: @escaping (ObservationPoint, DenseTensor) -> Void,
        _ body: () throws -> Result
    ) rethrows -> Result {
        executor.observer = watch
        defer { executor.observer = nil }
        return try body()
    }

    /// The vector divided by its length.
    private static func normalised(_ vector: [Float]) -> [Float] {
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        return length > 0 ? vector.map { Float(Double($0) / length) } : vector
    }
}
