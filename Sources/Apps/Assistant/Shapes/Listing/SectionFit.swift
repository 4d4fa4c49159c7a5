// How far a section is about what a question asks, told by the words of its headings and of what leads to its list.

internal import Foundation
internal import Retrieval

/// The content of a question, weighed by how rare its words are.
struct SectionFit {
    private let weights: [String: Double]
    private let mass: Double
    private let analyzer: BilingualAnalyzer

    /// Above a list stands most of what is asked, and in the list the rest.
    private static let leastAbove = 0.6

    /// Takes the question without what only says that it asks for a list or for steps.
    init?(_ core: String, library: Library) async throws {
        analyzer = library.analyzer
        let units = analyzer.units(of: core)
        let interrogatives = FunctionWords.chineseInterrogatives(in: units).flags
        let keys = Set(
            units.indices.filter { !interrogatives[$0] && !FunctionWords.contains(units[$0]) }.map { units[$0].key }
        )
        guard !keys.isEmpty else { return nil }
        let statistics = LexicalStatistics(frequencies: try await library.frequencies(of: keys))
        weights = Dictionary(uniqueKeysWithValues: keys.map { ($0, statistics.weight(of: $0)) })
        mass = max(weights.values.reduce(0, +), 1e-9)
    }

    /// The higher the nearer, or nil where the section is about something else; `lead` are the words that lead to the list, `items`
    /// those of the list itself.
    func fit(of section: Section, lead: String, items: String) -> Double? {
        func keys(_ text: String) -> Set<String> { Set(analyzer.units(of: text).map(\.key)) }
        let near = keys(lead).union(keys(section.headings.last ?? section.document.title))
        let above = near.union(keys(section.headings.joined(separator: "\n"))).union(keys(section.document.title))
        let share = weight(of: above) / mass
        guard share >= Self.leastAbove, weight(of: near) > 0, weights.keys.allSatisfy(above.union(keys(items)).contains)
        else { return nil }
        // A heading about little else is nearer than one that mentions it.
        let precision = Double(weights.keys.count(where: near.contains)) / Double(max(1, near.count))
        return share + weight(of: near) / mass + precision
    }

    private func weight(of keys: Set<String>) -> Double {
        weights.reduce(0) { keys.contains($1.key) ? $0 + $1.value : $0 }
    }
}
