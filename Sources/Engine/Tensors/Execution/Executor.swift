// Carries networks out on the processor: the tokens of a step against stored weights, on a pool of workers.
// A result depends on its own sequence only, not on what else is in the step, nor on how a prompt is cut into steps.

internal import CKernels

/// The operations, computed in F32.
///
/// Not thread-safe: one step at a time, by whoever owns it.
package final class Executor: Operations {
    package typealias Tensor = DenseTensor
    package typealias Matrix = PreparedMatrix
    package typealias Vector = [Float]

    /// Keys and values of earlier steps; nil for encoders, which see a sequence at once.
    package let cache: KeyValueCache?

    /// Shown every intermediate result that a network points at.
    package var observer: ((ObservationPoint, DenseTensor) -> Void)?

    let pool: WorkerPool
    let kernels: ky_operations

    private var shelf = BufferShelf()
    var layout = StepLayout(Step([]))

    package init(instructionSet: InstructionSet, pool: WorkerPool, cache: KeyValueCache? = nil) {
        guard let table = instructionSet.table else {
            preconditionFailure("\(instructionSet) is not available")
        }
        kernels = table
        self.pool = pool
        self.cache = cache
    }

    /// Carries the body out for the step: its operations are about the step's tokens.
    package func run<Result>(_ step: Step, _ body: () throws -> Result) rethrows -> Result {
        // Tensors of another number of tokens would lie beside those that fit.
        if step.tokenCount != layout.tokenCount { shelf.clear() }
        layout = StepLayout(step)
        return try body()
    }

    package func matrix(_ stored: StoredMatrix) -> PreparedMatrix { PreparedMatrix(stored) }

    package func vector(_ values: [Float]) -> [Float] { values }

    package func embed(_ table: PreparedMatrix, for input: EmbeddingInput) -> DenseTensor {
        let y = tensor(layout.tokenCount, table.columns)
        for token in 0..<layout.tokenCount {
            let row =
                switch input {
                case .tokens: Int(layout.tokens[token])
                case .segments: Int(layout.segments[token])
                case .positions(let offset): layout.positions[token] + offset
                }
            unsafe table.decode(row: row, into: y.row(token))
        }
        return y
    }

    package func linear(_ x: DenseTensor, _ layer: Linear<Executor>) -> DenseTensor {
        let y = tensor(x.rows, layer.weight.rows)
        let tiles = (0..<pool.workerCount).map { _ in
            shelf.buffer(for: layer.weight.stored.format == .f32 ? 1 : PreparedMatrix.tileRowCount * x.columns)
        }
        pool.divide(layer.weight.rows, grain: PreparedMatrix.tileRowCount) { range, worker in
            unsafe layer.weight.multiply(x, into: y, rows: range, tile: tiles[worker].base, using: kernels)
            guard let bias = layer.bias else { return }
            for token in 0..<y.rows {
                let row = unsafe y.row(token)
                for column in range { unsafe row[column] += bias[column] }
            }
        }
        return y
    }

    package func norm(_ x: DenseTensor, _ norm: RMSNorm<Executor>) -> DenseTensor {
        let size = norm.weight.count
        precondition(x.columns.isMultiple(of: size))
        let y = tensor(x.rows, x.columns)
        // Runs lie one after the other, across rows as within them.
        for run in 0..<x.rows * (x.columns / size) {
            unsafe kernels.rms_norm(y.values + run * size, x.values + run * size, norm.weight, size, norm.epsilon)
        }
        return y
    }

    package func norm(_ x: DenseTensor, _ norm: LayerNorm<Executor>) -> DenseTensor {
        precondition(norm.weight.count == x.columns && norm.bias.count == x.columns)
        let y = tensor(x.rows, x.columns)
        for row in 0..<x.rows {
            unsafe kernels.layer_norm(y.row(row), x.row(row), norm.weight, norm.bias, x.columns, norm.epsilon)
        }
        return y
    }

    package func add(_ x: DenseTensor, _ y: DenseTensor) -> DenseTensor {
        precondition(x.rows == y.rows && x.columns == y.columns)
        let sum = tensor(x.rows, x.columns)
        for index in 0..<x.rows * x.columns { unsafe sum.values[index] = x.values[index] + y.values[index] }
        return sum
    }

    package func scale(_ x: DenseTensor, by factor: Float) -> DenseTensor {
        let y = tensor(x.rows, x.columns)
        for index in 0..<x.rows * x.columns { unsafe y.values[index] = x.values[index] * factor }
        return y
    }

    package func activate(_ x: DenseTensor, _ activation: Activation) -> DenseTensor {
        let y = tensor(x.rows, x.columns)
        unsafe apply(activation, from: x.values, to: y.values, count: x.rows * x.columns)
        return y
    }

    package func softCap(_ x: DenseTensor, at cap: Float) -> DenseTensor {
        let y = scale(x, by: 1)
        unsafe kernels.soft_cap(y.values, y.rows * y.columns, cap)
        return y
    }

    package func feedForward(_ x: DenseTensor, _ layer: GatedFeedForward<Executor>) -> DenseTensor {
        let gate = linear(x, layer.gate)
        let up = linear(x, layer.up)
        let inner = activate(gate, layer.activation)
        for index in 0..<inner.rows * inner.columns { unsafe inner.values[index] *= up.values[index] }
        return linear(inner, layer.down)
    }

    package func wantedRows(_ x: DenseTensor) -> DenseTensor {
        layout.wantedRows.count == x.rows ? x : rows(layout.wantedRows, of: x)
    }

    package func pool(_ x: DenseTensor, _ pooling: Pooling) -> DenseTensor {
        switch pooling {
        case .cls: return rows(layout.pieces.map(\.firstRow), of: x)
        case .last: return rows(layout.pieces.map { $0.firstRow + $0.tokenCount - 1 }, of: x)
        case .mean:
            let y = tensor(layout.pieces.count, x.columns)
            for (index, piece) in layout.pieces.enumerated() {
                for column in 0..<x.columns {
                    var sum = 0.0
                    for row in piece.rows { unsafe sum += Double(x.row(row)[column]) }
                    unsafe y.row(index)[column] = Float(sum / Double(piece.tokenCount))
                }
            }
            return y
        }
    }

    package func observe(_ x: DenseTensor, as point: ObservationPoint) { observer?(point, x) }

    /// A tensor whose values are not yet set.
    func tensor(_ rows: Int, _ columns: Int) -> DenseTensor {
        DenseTensor(rows: rows, columns: columns, in: shelf.buffer(for: rows * columns))
    }

    /// Some of the rows, in the order asked for.
    func rows(_ indices: [Int], of x: DenseTensor) -> DenseTensor {
        let y = tensor(indices.count, x.columns)
        for (row, index) in indices.enumerated() {
            precondition(index >= 0 && index < x.rows)
            // Rows of equal length, the source's just checked to be there.
            unsafe y.row(row).update(from: x.row(index), count: x.columns)
        }
        return y
    }

    private func apply(
        _ activation: Activation,
        from x: UnsafePointer<Float>,
        to y: UnsafeMutablePointer<Float>,
        count: Int
    ) {
        switch activation {
        case .silu: unsafe kernels.silu(y, x, count)
        case .gelu: unsafe kernels.gelu(y, x, count)
        case .geluTanh: unsafe kernels.gelu_tanh(y, x, count)
        case .relu: unsafe kernels.relu(y, x, count)
        case .tanh: unsafe kernels.hyperbolic_tangent(y, x, count)
        }
    }
}
