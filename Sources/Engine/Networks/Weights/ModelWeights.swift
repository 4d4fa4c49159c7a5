// The weights of a model by the names of its network, whatever kind of file they come from.

package import ModelFiles
internal import Tensors

/// Tensors by name, in one file or several.
package protocol TensorStore: Sendable {
    /// The path, for errors.
    var path: String { get }

    /// The tensor of a name; nil when there is none.
    func storedTensor(named name: String) throws -> StoredTensor?
}

/// The weights of one model.
package struct ModelWeights: Sendable {
    let store: any TensorStore
    let naming: any WeightNaming

    package init(store: any TensorStore, naming: any WeightNaming) {
        self.store = store
        self.naming = naming
    }

    /// The path, for errors.
    var path: String { store.path }

    /// A matrix, in place; nil when the files have none.
    func matrix(_ name: WeightName) throws -> StoredMatrix? {
        guard let (tensor, slice) = try find(name) else { return nil }
        let matrix = StoredMatrix(tensor)
        switch slice {
        case .whole: return matrix
        case .rows(let rows):
            guard rows.upperBound <= matrix.rows else { throw shape(of: tensor, "at least \(rows.upperBound) rows") }
            return matrix.slice(rows: rows)
        case .half(let index):
            guard matrix.rows.isMultiple(of: 2) else { throw shape(of: tensor, "an even number of rows") }
            return matrix.slice(rows: matrix.rows / 2 * index..<matrix.rows / 2 * (index + 1))
        case .plane(let index):
            guard tensor.shape.count == 3, index < tensor.shape[0] else {
                throw shape(of: tensor, "three dimensions, the first more than \(index)")
            }
            return matrix.slice(rows: tensor.shape[1] * index..<tensor.shape[1] * (index + 1))
        }
    }

    /// A vector as floats; nil when the files have none.
    func vector(_ name: WeightName) throws -> [Float]? {
        guard let (tensor, slice) = try find(name) else { return nil }
        guard tensor.elementCount <= ConfigurationReader.sizeLimit else { throw shape(of: tensor, "a vector") }
        let values = tensor.dequantized()
        switch slice {
        case .whole: return values
        case .rows(let range):
            guard range.upperBound <= values.count else {
                throw shape(of: tensor, "at least \(range.upperBound) values")
            }
            return Array(values[range])
        case .half(let index): return Array(values[values.count / 2 * index..<values.count / 2 * (index + 1)])
        case .plane: return nil
        }
    }

    private func find(_ name: WeightName) throws -> (StoredTensor, WeightPlace.Slice)? {
        guard let place = naming.place(of: name) else { return nil }
        for candidate in place.tensors {
            if let tensor = try store.storedTensor(named: candidate) { return (tensor, place.slice) }
        }
        return nil
    }

    private func shape(of tensor: StoredTensor, _ expected: String) -> ModelFileError {
        .invalid(file: path, place: "tensor \"\(tensor.name)\"", expected: expected, found: "shape \(tensor.shape)")
    }
}

extension StoredMatrix {
    /// All rows of a tensor, over its outer dimensions; a vector is a matrix of one row.
    init(_ tensor: StoredTensor) {
        let start = tensor.byteRange.lowerBound
        guard let base = unsafe tensor.file.bytes.baseAddress else {
            self.init(rows: 0, columns: tensor.columnCount, values: [])
            return
        }
        // The reader has checked that the tensor's bytes lie in the file, which the matrix keeps.
        unsafe self.init(
            format: tensor.format,
            rows: tensor.rowCount,
            columns: tensor.columnCount,
            bytes: base + start,
            owner: tensor.file
        )
    }
}
