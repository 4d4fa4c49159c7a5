// The names of cells: `B3` is column 2, row 3.

/// A cell's place, counted from 1.
package struct CellPosition: Sendable, Hashable {
    package let column: Int
    package let row: Int

    package init(column: Int, row: Int) { (self.column, self.row) = (column, row) }

    /// Reads `B3`.
    package init?(_ name: some StringProtocol) {
        var (column, row) = (0, 0)
        for byte in name.utf8 {
            switch byte {
            case 0x41...0x5A where row == 0 && column < 100_000: column = column * 26 + Int(byte - 0x40)
            case 0x30...0x39 where column > 0 && row < 100_000_000: row = row * 10 + Int(byte - 0x30)
            default: return nil
            }
        }
        guard column > 0, row > 0 else { return nil }
        (self.column, self.row) = (column, row)
    }

    /// The first and the last cell of `B2:F17`, or of a single cell's name.
    package static func corners(of range: String) -> (first: CellPosition, last: CellPosition)? {
        let names = range.split(separator: ":")
        guard names.count <= 2, let first = names.first.flatMap({ CellPosition($0) }),
            let last = names.last.flatMap({ CellPosition($0) })
        else { return nil }
        return (first, last)
    }

    package var name: String {
        var letters = ""
        var rest = column
        while rest > 0 {
            letters = String(UnicodeScalar(UInt8(0x41 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return letters + String(row)
    }
}
