// The Unicode classes that split patterns and normalizers ask for, as sets made once from the standard library's data
// and, for scripts, from `ScriptTable`.

/// Classes of scalars by the names that regular expressions use.
///
/// A character that came after Unicode 16 counts as unassigned, whatever the toolchain knows: so do the regular expressions of
/// `tokenizers` and `tiktoken`, and a text must become the same tokens wherever it is read.
enum UnicodeClasses {
    /// White_Space of Unicode, which is `\s`.
    static let whitespace = ScalarSet([
        0x09...0x0D, 0x20...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
        0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
    ])

    static let asciiPunctuation = ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])

    static let letters = category("L")
    static let marks = category("M")
    static let numbers = category("N")
    static let digits = category("Nd")
    static let punctuation = category("P")

    /// Characters of words, which is `\w`: alphabetic, marks, decimal digits, connectors, joiners (UTS 18, annex C).
    static let word = alphabetic.union(marks).union(digits).union(category("Pc")).union(ScalarSet([0x200C...0x200D]))

    static let alphabetic = ScalarSet(
        (UInt32(0)..<0x40000).filter { value in
            Unicode.Scalar(value).map { $0.properties.isAlphabetic && isKnown($0) } ?? false
        }.map { $0...$0 }
    )

    /// The class that `\p{name}` means; nil when it is not known here.
    static func named(_ name: String) -> ScalarSet? {
        let key = name.filter { $0 != "_" && $0 != " " && $0 != "-" }.lowercased()
        switch key {
        case "any": return .all
        case "whitespace", "space": return whitespace
        case "alphabetic", "alpha": return alphabetic
        default:
            if let short = longNames[key] { return category(short) }
            if let short = shortNames.first(where: { $0.lowercased() == key }) { return category(short) }
            return ScriptTable.ranges[key].map { ScalarSet($0) }
        }
    }

    /// Scalars of the general category `short`, one letter for a group or two for a category.
    static func category(_ short: String) -> ScalarSet {
        var ranges: [ClosedRange<UInt32>] = []
        for (index, run) in runs.enumerated() where short == run.category || run.category.hasPrefix(short) {
            let end = index + 1 < runs.count ? runs[index + 1].start - 1 : ScalarSet.largest
            ranges.append(run.start...end)
        }
        return ScalarSet(ranges)
    }

    /// Runs of scalars of one general category, in order.
    private static let runs: [(start: UInt32, category: String)] = {
        var runs: [(start: UInt32, category: String)] = []
        var last: Unicode.GeneralCategory?
        func add(_ start: UInt32, _ category: Unicode.GeneralCategory) {
            guard category != last else { return }
            runs.append((start, abbreviation(category)))
            last = category
        }
        for value in UInt32(0)..<0x40000 {
            add(value, Unicode.Scalar(value).map(category) ?? .surrogate)
        }
        add(0x40000, .unassigned)  // planes 4 to 13 hold no characters
        for value in UInt32(0xE0000)..<0xE1000 {
            add(value, Unicode.Scalar(value).map(category) ?? .unassigned)
        }
        for plane in [UInt32(0xF0000), 0x100000] {
            add(plane, .privateUse)
            add(plane + 0xFFFE, .unassigned)
        }
        return runs
    }()

    /// The scalars that had a meaning in a version of Unicode.
    static func assigned(upTo version: Int) -> ScalarSet {
        ScalarSet(
            (UInt32(0)..<0x40000).filter { value in
                Unicode.Scalar(value)?.properties.age.map { $0.major <= version } ?? false
            }.map { $0...$0 } + [0xE0000...0xE0FFF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD]
        )
    }

    private static func category(_ scalar: Unicode.Scalar) -> Unicode.GeneralCategory {
        isKnown(scalar) ? scalar.properties.generalCategory : .unassigned
    }

    private static func isKnown(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.age.map { $0.major <= 16 } ?? false
    }

    private static let shortNames = [
        "L", "M", "N", "P", "S", "Z", "C", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd",
        "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
    ]

    private static let longNames = [
        "letter": "L", "mark": "M", "number": "N", "punctuation": "P", "punct": "P", "symbol": "S", "separator": "Z",
        "other": "C", "uppercaseletter": "Lu", "lowercaseletter": "Ll", "titlecaseletter": "Lt",
        "modifierletter": "Lm", "otherletter": "Lo", "nonspacingmark": "Mn", "spacingmark": "Mc",
        "enclosingmark": "Me", "decimalnumber": "Nd", "digit": "Nd", "letternumber": "Nl", "othernumber": "No",
        "control": "Cc", "cntrl": "Cc", "format": "Cf", "privateuse": "Co", "unassigned": "Cn",
    ]

    private static func abbreviation(_ category: Unicode.GeneralCategory) -> String {
        switch category {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }
}
