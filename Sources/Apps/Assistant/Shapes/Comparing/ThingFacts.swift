// What sentences say of two things: each sentence belongs to the thing that it names, or else to the one that the heading
// above it names.

internal import Retrieval

/// The statements about each of two things.
struct ThingFacts {
    let names: [ThingName]
    /// In the order of the documents.
    let statements: [[Statement]]
    /// A sentence that names both.
    let direct: QuotedWords?

    init(_ names: [ThingName], _ all: [Statement]) {
        var statements = names.map { _ in [Statement]() }
        var both: [Statement] = []
        // What only leads to a list says nothing of the thing.
        for statement in all where !(statement.words.text.last.map { ":：".contains($0) } ?? false) {
            let named = ThingName.mentions(of: names, in: statement.keys)
            if named.count == names.count {
                both.append(statement)
            } else if let thing = named.first ?? Self.heading(of: statement, names) {
                statements[thing].append(statement)
            }
        }
        (self.names, self.statements) = (names, statements)
        // A list of everything there is names both without comparing them.
        direct = both.filter { Self.compares($0) }.min { $0.units.count < $1.units.count }?.words
    }

    /// The thing that the innermost heading with any of their names is about.
    private static func heading(of statement: Statement, _ names: [ThingName]) -> Int? {
        for heading in statement.headings.reversed() {
            let named = ThingName.mentions(of: names, in: heading)
            if !named.isEmpty { return named.count == 1 ? named.first : nil }
        }
        return nil
    }

    private static let comparing = Pattern(
        "\\b(?:than|while|whereas|unlike|but|both|differ\\w*|instead|compared|in contrast|however)\\b|比|而|不同|区别|差异|相反|都|均|则",
        ignoresCase: true
    )

    private static func compares(_ statement: Statement) -> Bool {
        statement.units.count <= 80 && comparing.matches(statement.words.text)
    }

    /// The content words of all statements.
    var keys: Set<String> {
        Set(
            statements.joined().flatMap { statement in
                statement.units.filter { !FunctionWords.contains($0) }.map(\.key)
                    + ContentWords(statement.units).words.map(\.key)
            }
        )
    }

    /// Whether a label says nothing but whose it is.
    func isNameOnly(_ label: Statement.Label) -> Bool {
        names.contains { Set($0.keys).isSuperset(of: label.keys) || label.keys.isSuperset(of: $0.keys) }
    }
}

/// The words of a sentence that carry content: words of scripts with blanks, pairs of Chinese characters.
struct ContentWords {
    struct Word: Hashable {
        var key: String
        /// The units that it is made of.
        var units: Range<Int>
    }

    let words: [Word]

    init(_ units: [TextUnit]) {
        words = units.indices.compactMap { index -> Word? in
            guard !FunctionWords.contains(units[index]) else { return nil }
            if !units[index].isCharacter { return Word(key: units[index].key, units: index..<index + 1) }
            guard units[index].isGlued, !FunctionWords.contains(units[index - 1]) else { return nil }
            return Word(key: units[index - 1].key + units[index].key, units: index - 1..<index + 1)
        }
    }
}
