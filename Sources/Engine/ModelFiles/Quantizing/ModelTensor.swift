// A tensor of a model that is being converted: where its numbers come from, and what is done to them on the way into GGUF.

import Tensors

/// A tensor with GGUF's name and shape, made of one stored tensor or of several stacked ones.
struct ModelTensor: Sendable {
    let name: String

    /// The stored tensors, one below the other, all of one shape; none where the numbers were made.
    let parts: [StoredTensor]

    /// The numbers of a tensor that was made, such as the factors of rotary frequencies.
    private var values: [Float] = []

    /// The shape in GGUF, outermost first.
    let shape: [Int]

    /// The heads whose rows are reordered from halves to neighbouring pairs; nil where rows stay in order.
    var permutedHeads: Int?

    /// What is added to each number: GGUF stores Gemma's norms with the 1 that its networks add.
    var addend: Float = 0

    init(_ stored: StoredTensor, named name: String? = nil) {
        self.name = name ?? stored.name
        parts = [stored]
        shape = stored.shape.isEmpty ? [1] : stored.shape
    }

    /// Stacks the experts of a layer; they have one shape.
    init(experts: [StoredTensor], named name: String) {
        self.name = name
        parts = experts
        shape = [experts.count] + experts[0].shape
    }

    /// A row of numbers that no stored tensor holds.
    init(_ values: [Float], named name: String) {
        self.name = name
        parts = []
        shape = [values.count]
        self.values = values
    }

    var format: WeightFormat { parts.first?.format ?? .f32 }

    var columnCount: Int { shape.last ?? 1 }

    var rowCount: Int { shape.dropLast().reduce(1, *) }

    /// Whether the stored bytes are the tensor's bytes.
    var isVerbatim: Bool { parts.count == 1 && permutedHeads == nil && addend == 0 }

    /// The numbers of some rows.
    func floats(_ rows: Range<Int>) -> [Float] {
        guard !parts.isEmpty else { return values }
        let rowsOfPart = parts[0].rowCount
        var floats: [Float] = []
        floats.reserveCapacity(rows.count * columnCount)
        if let permutedHeads, shape.count == 1 {
            // A bias has a number for each row of its matrix.
            let stored = parts[0].dequantized()
            floats = stored.indices.map { stored[Self.sourceRow($0, heads: permutedHeads, of: stored.count)] }
        } else if let permutedHeads {
            for row in rows {
                let source = Self.sourceRow(row, heads: permutedHeads, of: rowCount)
                floats += parts[0].dequantizedRows(source..<source + 1)
            }
        } else {
            var row = rows.lowerBound
            while row < rows.upperBound {
                let first = row % rowsOfPart
                let count = min(rows.upperBound - row, rowsOfPart - first)
                floats += parts[row / rowsOfPart].dequantizedRows(first..<first + count)
                row += count
            }
        }
        if addend != 0 { for index in floats.indices { floats[index] += addend } }
        return floats
    }

    /// The row of Hugging Face that becomes a row of GGUF: `gguf[2i+j] = hf[j·d/2 + i]` in each head of d rows.
    private static func sourceRow(_ row: Int, heads: Int, of rowCount: Int) -> Int {
        let d = rowCount / heads
        let inHead = row % d
        return row - inHead + inHead % 2 * (d / 2) + inHead / 2
    }
}
