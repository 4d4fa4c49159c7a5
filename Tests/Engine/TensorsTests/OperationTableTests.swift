// Every instruction set against the scalar functions, which are checked against arithmetic in double precision.

import CKernels
import Foundation
import Testing
import Randomness

@testable import Tensors

@Suite("The operations of every instruction set")
struct OperationTableTests {
    struct Shape: CustomTestStringConvertible, Sendable {
        let tokens: Int
        let rows: Int
        let columns: Int
        var testDescription: String { "\(tokens) × \(rows) × \(columns)" }
    }

    /// One of everything, odd tails, whole tiles, more than a tile.
    static let shapes = [
        Shape(tokens: 1, rows: 1, columns: 1), Shape(tokens: 2, rows: 3, columns: 7),
        Shape(tokens: 3, rows: 5, columns: 8),
        Shape(tokens: 4, rows: 4, columns: 16), Shape(tokens: 5, rows: 9, columns: 17),
        Shape(tokens: 7, rows: 13, columns: 95),
        Shape(tokens: 1, rows: 64, columns: 333), Shape(tokens: 9, rows: 6, columns: 1024),
    ]

    /// Values of very different sizes, some of them zero.
    static func values(_ count: Int, seed: UInt64) -> [Float] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let size = Float.random(in: -8...8, using: &random)
            return Bool.random(using: &random) || size > -7 ? Float.random(in: -1...1, using: &random) * exp2(size) : 0
        }
    }

    static func table(_ set: InstructionSet) throws -> ky_operations { try #require(set.table) }

    @Test("multiply as double precision does, at any alignment", arguments: InstructionSet.available, shapes)
    func products(set: InstructionSet, shape: Shape) throws {
        let table = try Self.table(set)
        for shift in 0..<3 {
            // Rows lie further apart than they are long, and begin at odd addresses.
            let (xStride, wStride, yStride) = (shape.columns + shift, shape.columns + 2 * shift, shape.rows + shift)
            let x = Self.values(shift + shape.tokens * xStride, seed: 1)
            let w = Self.values(shift + shape.rows * wStride, seed: 2)
            var y = [Float](repeating: .nan, count: shift + shape.tokens * yStride)
            unsafe y.withUnsafeMutableBufferPointer { y in
                unsafe x.withUnsafeBufferPointer { x in
                    unsafe w.withUnsafeBufferPointer { w in
                        guard let y = y.baseAddress, let x = x.baseAddress, let w = w.baseAddress else { return }
                        unsafe table.product_f32(
                            y + shift,
                            yStride,
                            x + shift,
                            xStride,
                            w + shift,
                            wStride,
                            shape.tokens,
                            shape.rows,
                            shape.columns
                        )
                    }
                }
            }
            for token in 0..<shape.tokens {
                for row in 0..<shape.rows {
                    var (sum, size) = (0.0, 0.0)
                    for column in 0..<shape.columns {
                        let product =
                            Double(x[shift + token * xStride + column]) * Double(w[shift + row * wStride + column])
                        sum += product
                        size += abs(product)
                    }
                    #expect(abs(Double(y[shift + token * yStride + row]) - sum) <= 1e-6 * size + 1e-30)
                }
            }
        }
    }

    @Test("give each element the same bits whatever is computed beside it", arguments: InstructionSet.available)
    func independence(set: InstructionSet) throws {
        let table = try Self.table(set)
        let (tokens, rows, columns) = (11, 23, 77)
        let x = Self.values(tokens * columns, seed: 3)
        let w = Self.values(rows * columns, seed: 4)
        func product(_ token: Range<Int>, _ row: Range<Int>) -> [Float] {
            var y = [Float](repeating: 0, count: token.count * row.count)
            unsafe table.product_f32(
                &y,
                row.count,
                Array(x[(token.lowerBound * columns)...]),
                columns,
                Array(w[(row.lowerBound * columns)...]),
                columns,
                token.count,
                row.count,
                columns
            )
            return y
        }
        let together = product(0..<tokens, 0..<rows)
        for token in 0..<tokens {
            for row in 0..<rows {
                #expect(product(token..<token + 1, row..<row + 1) == [together[token * rows + row]])
            }
        }
    }

    @Test("add weighted rows as double precision does", arguments: InstructionSet.available, shapes)
    func weightedRows(set: InstructionSet, shape: Shape) throws {
        let table = try Self.table(set)
        let p = Self.values(shape.rows, seed: 5)
        let v = Self.values(shape.rows * (shape.columns + 1), seed: 6)
        let before = Self.values(shape.columns, seed: 7)
        var y = before
        unsafe table.add_weighted_rows_f32(&y, p, v, shape.columns + 1, shape.rows, shape.columns)
        for column in 0..<shape.columns {
            var (sum, size) = (Double(before[column]), abs(Double(before[column])))
            for row in 0..<shape.rows {
                let product = Double(p[row]) * Double(v[row * (shape.columns + 1) + column])
                sum += product
                size += abs(product)
            }
            #expect(abs(Double(y[column]) - sum) <= 4e-6 * size + 1e-30)
        }
    }

    @Test("norm by the root of the mean square", arguments: InstructionSet.available)
    func rmsNorm(set: InstructionSet) throws {
        // Mean square of 3 and 4 with epsilon 0 is 12.5; the weights double and negate.
        var y: [Float] = [0, 0]
        unsafe try Self.table(set).rms_norm(&y, [3, 4], [2, -1], 2, 0)
        #expect(abs(y[0] - 6 / 12.5.squareRoot().float) < 1e-6)
        #expect(abs(y[1] + 4 / 12.5.squareRoot().float) < 1e-6)
    }

    @Test("norm by mean and variance", arguments: InstructionSet.available)
    func layerNorm(set: InstructionSet) throws {
        // Mean 2, variance 1: the values become −1 and 1, then times weight plus bias.
        var y: [Float] = [0, 0]
        unsafe try Self.table(set).layer_norm(&y, [1, 3], [2, 3], [10, 20], 2, 0)
        #expect(y == [8, 23])
    }

    @Test("make a softmax of large, equal and impossible scores", arguments: InstructionSet.available)
    func softmax(set: InstructionSet) throws {
        var x: [Float] = [1000, 1000, -.infinity]
        unsafe try Self.table(set).softmax(&x, 3)
        #expect(x == [0.5, 0.5, 0])
        var logarithms: [Float] = [0, Float(log(3.0))]
        unsafe try Self.table(set).softmax(&logarithms, 2)
        #expect(abs(logarithms[1] - 0.75) < 1e-6)
    }

    @Test("activate as the formulas say", arguments: InstructionSet.available)
    func activations(set: InstructionSet) throws {
        let table = try Self.table(set)
        let x: [Float] = [-30, -3, -0.5, 0, 0.5, 3, 30]
        func apply(_ function: (UnsafeMutablePointer<Float>?, UnsafePointer<Float>?, Int) -> Void) -> [Float] {
            var y = x
            unsafe function(&y, x, x.count)
            return y
        }
        func close(_ y: [Float], to formula: (Double) -> Double) -> Bool {
            zip(x, y).allSatisfy { abs(formula(Double($0)) - Double($1)) <= 1e-6 * max(1, abs(Double($0))) }
        }
        #expect(unsafe close(apply { unsafe table.silu($0, $1, $2) }) { $0 / (1 + exp(-$0)) })
        #expect(unsafe close(apply { unsafe table.gelu($0, $1, $2) }) { $0 / 2 * (1 + erf($0 / 2.0.squareRoot())) })
        #expect(
            unsafe close(apply { unsafe table.gelu_tanh($0, $1, $2) }) {
                $0 / 2 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0)))
            }
        )
        #expect(unsafe apply { unsafe table.relu($0, $1, $2) } == [0, 0, 0, 0, 0.5, 3, 30])
        #expect(unsafe close(apply { unsafe table.hyperbolic_tangent($0, $1, $2) }) { tanh($0) })
        var capped = x
        unsafe table.soft_cap(&capped, capped.count, 2)
        #expect(close(capped) { 2 * tanh($0 / 2) })
    }

    @Test("rotate halves and neighbours by a quarter turn", arguments: InstructionSet.available)
    func rotation(set: InstructionSet) throws {
        // (a, b) becomes (−b, a).
        var halves: [Float] = [1, 2, 3, 4]
        unsafe try Self.table(set).rotate(&halves, [0, 0], [1, 1], 2, 1, 2)
        #expect(halves == [-3, -4, 1, 2])
        var neighbours: [Float] = [1, 2, 3, 4]
        unsafe try Self.table(set).rotate(&neighbours, [0, 0], [1, 1], 2, 2, 1)
        #expect(neighbours == [-2, 1, -4, 3])
    }

    @Test("are chosen by name, and a name that is none is refused with those that are")
    func choice() throws {
        #expect(try InstructionSet.chosen(environment: ["KAIYUAN_ISA": "scalar"]) == .scalar)
        #expect(try InstructionSet.chosen(environment: [:]) == InstructionSet.available.last)
        let error = #expect(throws: InstructionSetError.self) {
            try InstructionSet.chosen(environment: ["KAIYUAN_ISA": "mmx"])
        }
        #expect(error?.description.contains("\"mmx\"") == true)
        #expect(error?.description.contains("scalar") == true)
    }
}

extension Double {
    fileprivate var float: Float { Float(self) }
}
