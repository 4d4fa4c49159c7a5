// The executor's coarse operations against plain arithmetic in double precision.

import Foundation
import Testing
import Randomness

@testable import Tensors

@Suite("The executor")
struct ExecutorTests {
    static func values(_ count: Int, _ random: inout SeededGenerator) -> [Float] {
        (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
    }

    /// A step of so many tokens, whose rows the test fills by an embedding table.
    static func step(_ tokenCount: Int) -> Step { Step([Step.Piece(tokens: (0..<Int32(tokenCount)).map { $0 })]) }

    static func tensor(_ values: [Float], columns: Int, _ executor: Executor) -> DenseTensor {
        let rows = values.count / columns
        let table = executor.matrix(StoredMatrix(rows: rows, columns: columns, values: values))
        return executor.run(step(rows)) { executor.embed(table, for: .tokens) }
    }

    @Test(
        "multiplies with every stored format as with the floats that it stands for",
        arguments: WeightFormat.allCases.filter(\.isWritable),
        [1, 3]
    )
    func storedFormats(format: WeightFormat, workers: Int) throws {
        let executor = try Executor(instructionSet: .chosen(), pool: WorkerPool(workerCount: workers))
        var random = SeededGenerator(seed: 3)
        let (rows, columns) = (37, 512)
        let bytes = try #require(format.encode(Self.values(rows * columns, &random)))
        let floats = unsafe bytes.withUnsafeBytes { unsafe format.decode($0) }
        let x = Self.tensor(Self.values(3 * columns, &random), columns: columns, executor)
        let bias = Self.values(rows, &random)
        let owner = ByteOwner(bytes)
        let stored = unsafe StoredMatrix(format: format, rows: rows, columns: columns, bytes: owner.base, owner: owner)
        let y = executor.linear(x, Linear(weight: executor.matrix(stored), bias: bias))
        let plain = StoredMatrix(rows: rows, columns: columns, values: floats)
        let expected = executor.linear(x, Linear(weight: executor.matrix(plain), bias: bias))
        // The same products in the same order: the same bits.
        #expect(y.allValues == expected.allValues)
        let first = zip(x.values(inRow: 0), floats).reduce(Double(bias[0])) { $0 + Double($1.0) * Double($1.1) }
        #expect(abs(Double(y.values(inRow: 0)[0]) - first) < 1e-4)
    }

    @Test("reads floats at odd addresses")
    func misaligned() throws {
        let executor = try Executor(instructionSet: .chosen(), pool: WorkerPool(workerCount: 1))
        var random = SeededGenerator(seed: 4)
        let weights = Self.values(6, &random)
        let bits = weights.map(\.bitPattern)
        let owner = ByteOwner(
            [0] + bits.flatMap { bits in (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) } }
        )
        let stored = unsafe StoredMatrix(format: .f32, rows: 2, columns: 3, bytes: owner.base + 1, owner: owner)
        let plain = StoredMatrix(rows: 2, columns: 3, values: weights)
        let x = Self.tensor([1, 2, 3], columns: 3, executor)
        #expect(
            executor.linear(x, Linear(weight: executor.matrix(stored))).allValues
                == executor.linear(x, Linear(weight: executor.matrix(plain))).allValues
        )
    }

    struct AttentionCase: Sendable, CustomTestStringConvertible {
        var heads = 4
        var keyValueHeads = 2
        var headSize = 6
        var window: Int?
        var softCap: Float?
        var isCausal = true

        var testDescription: String {
            "\(heads)/\(keyValueHeads) heads, window \(window ?? 0), cap \(softCap ?? 0), \(isCausal ? "causal" : "whole")"
        }
    }

    @Test(
        "attends as the formula says, over scattered blocks and in parts",
        arguments: [
            AttentionCase(), AttentionCase(keyValueHeads: 4), AttentionCase(keyValueHeads: 1, window: 1),
            AttentionCase(window: 40), AttentionCase(softCap: 0.5), AttentionCase(isCausal: false),
        ]
    )
    func attention(one: AttentionCase) throws {
        let cache = try KeyValueCache(
            layerCount: 2,
            keyValueHeadCount: one.keyValueHeads,
            headSize: one.headSize,
            tokenCount: 256
        )
        let executor = try Executor(instructionSet: .chosen(), pool: WorkerPool(workerCount: 2), cache: cache)
        var random = SeededGenerator(seed: 5)
        let count = 70
        let q = Self.values(count * one.heads * one.headSize, &random)
        let k = Self.values(count * one.keyValueHeads * one.headSize, &random)
        let v = Self.values(count * one.keyValueHeads * one.headSize, &random)
        let shape = Attention(
            layer: 1,
            headCount: one.heads,
            keyValueHeadCount: one.keyValueHeads,
            headSize: one.headSize,
            softCap: one.softCap,
            window: one.window,
            isCausal: one.isCausal
        )
        var made: [Float] = []
        for range in one.isCausal ? [0..<33, 33..<34, 34..<70] : [0..<70] {
            func part(_ values: [Float]) -> DenseTensor {
                let columns = values.count / count
                let slice = Array(values[range.lowerBound * columns..<range.upperBound * columns])
                return Self.tensor(slice, columns: columns, executor)
            }
            let tensors = (part(q), part(k), part(v))
            let piece = Step.Piece(
                tokens: Array(repeating: 0, count: range.count),
                start: range.lowerBound,
                blocks: one.isCausal ? [5, 0, 3] : []
            )
            made += executor.run(Step([piece])) { executor.attend(tensors.0, tensors.1, tensors.2, shape).allValues }
        }
        let expected = Self.attention(q, k, v, count: count, one)
        #expect(zip(made, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 })
        #expect(made.count == expected.count)
    }

    /// softmax(q·kᵀ/√size)·v, written out.
    private static func attention(_ q: [Float], _ k: [Float], _ v: [Float], count: Int, _ one: AttentionCase)
        -> [Double]
    {
        let size = one.headSize
        var result: [Double] = []
        for row in 0..<count {
            for head in 0..<one.heads {
                let shared = head / (one.heads / one.keyValueHeads)
                let first = one.isCausal ? max(0, row - (one.window ?? count) + 1) : 0
                let visible = Array(first...(one.isCausal ? row : count - 1))
                let weights = visible.map { other -> Double in
                    var score = 0.0
                    for index in 0..<size {
                        score +=
                            Double(q[(row * one.heads + head) * size + index])
                            * Double(k[(other * one.keyValueHeads + shared) * size + index])
                    }
                    score /= Double(size).squareRoot()
                    if let cap = one.softCap { score = Double(cap) * tanh(score / Double(cap)) }
                    return exp(score)
                }
                let sum = weights.reduce(0, +)
                for index in 0..<size {
                    result.append(
                        zip(visible, weights).reduce(0) {
                            $0 + $1.1 / sum * Double(v[($1.0 * one.keyValueHeads + shared) * size + index])
                        }
                    )
                }
            }
        }
        return result
    }

    @Test("sends each token through its experts, weighted as the router likes them", arguments: [true, false])
    func experts(isNormalised: Bool) throws {
        let executor = try Executor(instructionSet: .chosen(), pool: WorkerPool(workerCount: 1))
        func linear(_ rows: Int, _ columns: Int, _ values: [Float]) -> Linear<Executor> {
            Linear(weight: executor.matrix(StoredMatrix(rows: rows, columns: columns, values: values)))
        }
        // Expert e gives relu(x)·x·(e + 1): with x = 1, e + 1.
        let layer = Experts(
            router: linear(3, 1, [0, Float(log(2.0)), Float(log(5.0))]),
            experts: (0..<3).map { expert in
                GatedFeedForward(
                    gate: linear(1, 1, [1]),
                    up: linear(1, 1, [1]),
                    down: linear(1, 1, [Float(expert + 1)]),
                    activation: .relu
                )
            },
            chosenCount: 2,
            isNormalised: isNormalised
        )
        let y = executor.experts(Self.tensor([1], columns: 1, executor), layer).allValues
        // Probabilities 1/8, 2/8, 5/8; the last two are chosen.
        let sum = (2.0 * 2 + 5 * 3) / (isNormalised ? 7 : 8)
        #expect(abs(Double(y[0]) - sum) < 1e-6)
    }

    @Test("picks the rows that are wanted and pools each sequence by itself")
    func rows() throws {
        let executor = try Executor(instructionSet: .chosen(), pool: WorkerPool(workerCount: 1))
        let table = executor.matrix(StoredMatrix(rows: 5, columns: 1, values: [1, 2, 3, 4, 5]))
        let step = Step([
            Step.Piece(tokens: [0, 1], wanted: .all), Step.Piece(tokens: [2], wanted: .none),
            Step.Piece(tokens: [3, 4, 0], start: 7, wanted: .last),
        ])
        executor.run(step) {
            let x = executor.embed(table, for: .tokens)
            #expect(executor.wantedRows(x).allValues == [1, 2, 1])
            #expect(executor.pool(x, .cls).allValues == [1, 3, 4])
            #expect(executor.pool(x, .last).allValues == [2, 3, 1])
            #expect(executor.pool(x, .mean).allValues == [1.5, 3, 10 / 3])
        }
    }
}

/// Bytes that stay where they are.
@safe private final class ByteOwner: Sendable {
    // Written once in `init`, freed by `deinit`.
    nonisolated(unsafe) let base: UnsafeRawPointer

    init(_ bytes: [UInt8]) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 64)
        unsafe memory.copyMemory(from: bytes, byteCount: bytes.count)
        unsafe base = UnsafeRawPointer(memory)
    }

    deinit { unsafe base.deallocate() }
}
