// Named figures, and the weights of the same names that they are added up with.

/// The names of a vector's figures; raw values count from 0.
protocol FeatureName: CaseIterable, Hashable, Sendable, RawRepresentable<Int> {}

/// One figure for each name, 0 where none was set.
struct FeatureVector<Name: FeatureName>: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    private var values: [Double]

    init() { values = Array(repeating: 0, count: Name.allCases.count) }

    init(dictionaryLiteral elements: (Name, Double)...) {
        self.init()
        for (name, value) in elements { self[name] = value }
    }

    subscript(name: Name) -> Double {
        get { values[name.rawValue] }
        set { values[name.rawValue] = newValue }
    }

    /// The sum of the figures, each times its weight.
    func sum(weighedBy weights: Self) -> Double {
        zip(values, weights.values).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The figures in the order of the names.
    var figures: [Double] { values }

    /// The names in their order, as they are written in the source.
    static var names: [String] { Name.allCases.map { "\($0)" } }
}
