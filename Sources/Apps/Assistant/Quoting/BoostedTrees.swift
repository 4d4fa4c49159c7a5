// Decision trees whose leaves add up (gradient boosting, Friedman 2001): they see what a weighted sum cannot, such as
// that a missing name matters less where the passage leads by far. Scripts/fit-quotes grows them.

/// Trees read from a table.
struct BoostedTrees: Sendable {
    private struct Node {
        /// Place of the figure that decides; negative in a leaf.
        var figure: Int
        /// At most this much goes on with the next node, more with the one at `above`; in a leaf, what it adds.
        var value: Double
        var above: Int
    }

    private var nodes: [Node] = []
    private var roots: [Int] = []

    /// - Parameter table: a line for each tree, its nodes with the lower branch first: `3<0.25` asks whether the figure at
    ///   place 3 is at most 0.25, a number alone is a leaf.
    init(_ table: String) {
        for line in table.split(separator: "\n") {
            var fields = line.split(separator: " ")[...]
            roots.append(nodes.count)
            read(&fields)
        }
    }

    private mutating func read(_ fields: inout ArraySlice<Substring>) {
        guard let parts = fields.popFirst()?.split(separator: "<"), let last = parts.last else { return }
        let place = nodes.count
        let figure = parts.count == 2 ? Int(parts[0]) ?? -1 : -1
        nodes.append(Node(figure: figure, value: Double(last) ?? 0, above: place))
        guard figure >= 0 else { return }
        read(&fields)
        nodes[place].above = nodes.count
        read(&fields)
    }

    /// The sum over all trees of the leaf that the figures lead to.
    func sum(_ figures: [Double]) -> Double {
        roots.reduce(0) { sum, root in
            var place = root
            while nodes[place].figure >= 0 {
                let node = nodes[place]
                place = figures[node.figure] <= node.value ? place + 1 : node.above
            }
            return sum + nodes[place].value
        }
    }
}
