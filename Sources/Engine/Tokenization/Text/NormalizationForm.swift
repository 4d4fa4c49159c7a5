// Unicode's normalization forms (UAX 15): decomposition, canonical order, composition. Characters that came after Unicode 12
// are left as they are: so does `tokenizers`, with which the vocabularies were made.

/// One of the four forms.
enum NormalizationForm: String, Sendable {
    case nfc = "NFC"
    case nfd = "NFD"
    case nfkc = "NFKC"
    case nfkd = "NFKD"

    fileprivate var isCompatibility: Bool { self == .nfkc || self == .nfkd }
    fileprivate var composes: Bool { self == .nfc || self == .nfkc }

    func normalized(_ text: [UInt8]) -> [UInt8] {
        let data = NormalizationData.shared
        guard let first = firstAffected(text.span) else { return text }
        var result = Array(text[..<first])
        var scalars: [Unicode.Scalar] = []
        var position = first
        while position < text.count {
            let (value, width) = UTF8Scalar.decode(text.span, at: position, end: text.count)
            data.decompose(value, isCompatibility: isCompatibility, into: &scalars)
            position += width
        }
        data.order(&scalars)
        if composes { data.compose(&scalars) }
        for scalar in scalars { result += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter }
        return result
    }

    /// Where the normalized text may begin to differ: a starter before the first scalar that any form changes or moves.
    private func firstAffected(_ text: Span<UInt8>) -> Int? {
        let classes = Self.affected[rawValue] ?? ScalarClasses([.all])
        var position = 0
        var start = 0
        while position < text.count {
            let (value, width) = UTF8Scalar.decode(text, at: position, end: text.count)
            if value >= 0xA0, classes.isMember(classes.of(value), of: 0) { return start }
            start = position
            position += width
        }
        return nil
    }
}

extension NormalizationForm: CaseIterable {
    /// By form, the scalars that it may change, as a table.
    private static let affected = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.rawValue, ScalarClasses([NormalizationData.shared.affected(by: $0)])) }
    )
}

/// The mappings of `DecompositionTable`, read once.
private struct NormalizationData: Sendable {
    static let shared = NormalizationData()

    private struct Mapping {
        var scalars: [Unicode.Scalar]
        var isCompatibility: Bool
    }

    /// Full decompositions by scalar.
    private var canonical: [UInt32: [Unicode.Scalar]] = [:]
    private var compatible: [UInt32: [Unicode.Scalar]] = [:]
    private var compositions: [UInt64: Unicode.Scalar] = [:]
    /// Scalars that follow others in compositions.
    private var seconds: Set<UInt32> = []
    private var combiningClasses: [UInt32: UInt8] = [:]

    private init() {
        var steps: [UInt32: Mapping] = [:]
        for entry in DecompositionTable.mappings.utf8.split(separator: UInt8(ascii: " ")) {
            guard let mark = entry.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "~") }),
                let value = UInt32(Substring(entry[..<mark]), radix: 16), Self.isKnown(value)
            else { continue }
            let scalars = entry[entry.index(after: mark)...].split(separator: UInt8(ascii: ",")).compactMap {
                UInt32(Substring($0), radix: 16).flatMap(Unicode.Scalar.init)
            }
            steps[value] = Mapping(scalars: scalars, isCompatibility: entry[mark] == UInt8(ascii: "~"))
        }
        for (value, step) in steps {
            compatible[value] = Self.full(step.scalars, steps, isCompatibility: true)
            guard !step.isCompatibility else { continue }
            canonical[value] = Self.full(step.scalars, steps, isCompatibility: false)
            if step.scalars.count == 2, let scalar = Unicode.Scalar(value),
                !scalar.properties.isFullCompositionExclusion
            {
                compositions[Self.pair(step.scalars[0], step.scalars[1])] = scalar
                seconds.insert(step.scalars[1].value)
            }
        }
        for value in UInt32(0x300)..<0x20000 where Self.isKnown(value) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let combiningClass = scalar.properties.canonicalCombiningClass.rawValue
            if combiningClass != 0 { combiningClasses[value] = combiningClass }
        }
    }

    private static func isKnown(_ value: UInt32) -> Bool {
        Unicode.Scalar(value)?.properties.age.map { $0 <= (12, 0) } ?? false
    }

    private static func full(_ scalars: [Unicode.Scalar], _ steps: [UInt32: Mapping], isCompatibility: Bool)
        -> [Unicode.Scalar]
    {
        scalars.flatMap { scalar in
            guard let step = steps[scalar.value], isCompatibility || !step.isCompatibility else { return [scalar] }
            return full(step.scalars, steps, isCompatibility: isCompatibility)
        }
    }

    private static func pair(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> UInt64 {
        UInt64(first.value) << 32 | UInt64(second.value)
    }

    /// Scalars that a form changes, or that it may join with what is before them or move.
    func affected(by form: NormalizationForm) -> ScalarSet {
        let mappings = form.isCompatibility ? compatible : canonical
        let changed = form.composes ? seconds.union(mappings.keys.filter { !isComposed($0) }) : Set(mappings.keys)
        let hangul = form.composes ? [Hangul.vowelsAndTrails] : [Hangul.vowelsAndTrails, Hangul.allSyllables]
        return ScalarSet(changed.union(combiningClasses.keys).map { $0...$0 } + hangul)
    }

    /// Whether the scalar is what its own decomposition composes to.
    private func isComposed(_ value: UInt32) -> Bool {
        guard var scalars = compatible[value] else { return true }
        compose(&scalars)
        return scalars.count == 1 && scalars[0].value == value
    }

    func decompose(_ value: UInt32, isCompatibility: Bool, into scalars: inout [Unicode.Scalar]) {
        if value >= 0xA0, let mapping = isCompatibility ? compatible[value] : canonical[value] {
            scalars += mapping
        } else if Hangul.isSyllable(value) {
            scalars += Hangul.decomposition(value)
        } else {
            scalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        }
    }

    /// Puts runs of combining characters into canonical order.
    func order(_ scalars: inout [Unicode.Scalar]) {
        var start = 0
        while start < scalars.count {
            guard combiningClass(scalars[start]) != 0 else {
                start += 1
                continue
            }
            var end = start
            while end < scalars.count, combiningClass(scalars[end]) != 0 { end += 1 }
            if end - start > 1 {
                let run = scalars[start..<end].enumerated().sorted {
                    (combiningClass($0.element), $0.offset) < (combiningClass($1.element), $1.offset)
                }
                scalars.replaceSubrange(start..<end, with: run.map(\.element))
            }
            start = end
        }
    }

    /// Composes a starter with what follows it, unless something of the same or a higher class stands between them.
    func compose(_ scalars: inout [Unicode.Scalar]) {
        var starter: Int?
        var lastClass: UInt8 = 0
        var count = 0
        for scalar in scalars {
            let combiningClass = combiningClass(scalar)
            if let place = starter, count == place + 1 || lastClass < combiningClass,
                let composed = composition(scalars[place], scalar)
            {
                scalars[place] = composed
                continue
            }
            if combiningClass == 0 { starter = count }
            lastClass = combiningClass
            scalars[count] = scalar
            count += 1
        }
        scalars.removeSubrange(count...)
    }

    private func composition(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        Hangul.composition(first.value, second.value) ?? compositions[Self.pair(first, second)]
    }

    private func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
        scalar.value < 0x300 ? 0 : combiningClasses[scalar.value] ?? 0
    }
}

/// Hangul syllables by arithmetic (Unicode, section 3.12).
private enum Hangul {
    private static let (syllables, leads, vowels, trails): (UInt32, UInt32, UInt32, UInt32) = (
        0xAC00, 0x1100, 0x1161, 0x11A7
    )

    static let allSyllables: ClosedRange<UInt32> = 0xAC00...0xD7A3
    static let vowelsAndTrails: ClosedRange<UInt32> = 0x1161...0x11C2

    static func isSyllable(_ value: UInt32) -> Bool { allSyllables.contains(value) }

    static func decomposition(_ value: UInt32) -> [Unicode.Scalar] {
        let index = value - syllables
        let parts = [leads + index / 588, vowels + index % 588 / 28] + (index % 28 == 0 ? [] : [trails + index % 28])
        return parts.compactMap(Unicode.Scalar.init)
    }

    static func composition(_ first: UInt32, _ second: UInt32) -> Unicode.Scalar? {
        if (leads..<leads + 19).contains(first), (vowels..<vowels + 21).contains(second) {
            return Unicode.Scalar(syllables + ((first - leads) * 21 + second - vowels) * 28)
        }
        if isSyllable(first), (first - syllables) % 28 == 0, (trails + 1..<trails + 28).contains(second) {
            return Unicode.Scalar(first + second - trails)
        }
        return nil
    }
}
