// A model that many use at once: requests wait in a queue, steps carry several sequences, each request's tokens come back as a
// stream. A request whose reader has gone is dropped before the next step.

package import Networks
internal import Synchronization
package import Tensors

/// One loaded model, on a thread of its own.
package actor Engine {
    /// How much an engine takes on.
    package struct Limits: Sendable {
        /// The tokens of all sequences together that the cache has room for.
        package var cacheTokenCount = 8192

        /// The most tokens of one step: fewer make answers steadier, more make prompts quicker.
        package var stepTokenCount = 512

        /// The most sequences in a step.
        package var sequenceCount = 64

        /// The most requests that are not finished; further ones are refused.
        package var requestCount = 256

        package init() {}
    }

    /// The model's shape.
    package nonisolated let configuration: ModelConfiguration

    /// The longest sequence, prompt and continuation together.
    package nonisolated let contextLimit: Int

    private let batch: Batch
    private let limits: Limits
    private let thread: EngineThread
    private var streams: [Int: AsyncThrowingStream<GenerationEvent, any Error>.Continuation] = [:]
    private var isWorking = false

    /// Requests whose readers have gone: noted from any thread, looked at before each step.
    private let departures = Departures()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// Loads a model; throws what reading its weights throws.
    package init(
        _ stored: StoredModel,
        limits: Limits = Limits(),
        instructionSet: InstructionSet,
        pool: WorkerPool = WorkerPool()
    ) throws {
        let model = try LoadedModel(
            stored,
            cacheTokenCount: limits.cacheTokenCount,
            instructionSet: instructionSet,
            pool: pool
        )
        configuration = model.configuration
        batch = Batch(model: model, tokenBudget: limits.stepTokenCount, sequenceLimit: limits.sequenceCount)
        contextLimit = batch.contextLimit
        self.limits = limits
        thread = EngineThread(name: "kaiyuan engine")
    }

    /// Continues a text; ends when it is finished or the reader goes away.
    ///
    /// Throws `InferenceError` when the prompt cannot be continued or too many requests wait.
    package func generate(_ request: GenerationRequest) throws -> AsyncThrowingStream<GenerationEvent, any Error> {
        guard batch.requestCount < limits.requestCount else {
            throw InferenceError.busy(requestCount: limits.requestCount)
        }
        let id = try batch.submit(request)
        let (stream, continuation) = AsyncThrowingStream<GenerationEvent, any Error>.makeStream()
        continuation.onTermination = { [departures] _ in departures.note(id) }
        streams[id] = continuation
        if !isWorking {
            isWorking = true
            // Ends by itself when no request is left.
            Task { await work() }
        }
        return stream
    }

    /// The number of requests that are not finished.
    package var requestCount: Int { batch.requestCount }

    /// Step after step, until there is nothing left to do.
    private func work() async {
        while batch.requestCount > 0 {
            for id in departures.take() { drop(id) }
            do {
                for output in try batch.step() { deliver(output) }
            } catch {
                for (id, stream) in streams {
                    batch.cancel(id)
                    stream.finish(throwing: error)
                }
                streams = [:]
            }
            // New requests come in between two steps.
            await Task.yield()
        }
        isWorking = false
    }

    private func deliver(_ output: Batch.Output) {
        streams[output.id]?.yield(output.event)
        guard case .finished = output.event else { return }
        streams.removeValue(forKey: output.id)?.finish()
    }

    private func drop(_ id: Int) {
        batch.cancel(id)
        streams.removeValue(forKey: id)?.finish()
    }
}

/// The ids of requests whose readers have gone.
private final class Departures: Sendable {
    private let ids = Mutex<[Int]>([])

    func note(_ id: Int) { ids.withLock { $0.append(id) } }

    func take() -> [Int] {
        ids.withLock { ids in
            defer { ids = [] }
            return ids
        }
    }
}
