// Finds where sentences end, in Chinese and in languages with blanks, without changing a byte of the text.

/// Cuts text into sentences.
package struct SentenceSplitter: Sendable {
    package init() {}

    /// The sentences as UTF-8 ranges that follow each other without gaps; blanks after a sentence belong to it.
    package func sentences(in text: String) -> [Range<Int>] {
        let scalars = Array(text.unicodeScalars)
        var sentences: [Range<Int>] = []
        var (start, offset, index) = (0, 0, 0)
        while index < scalars.count {
            var next = index + 1
            let end = end(of: index, in: scalars)
            if let end { next = end }
            for scalar in scalars[index..<next] { offset += UTF8.width(scalar) }
            if end != nil {
                sentences.append(start..<offset)
                start = offset
            }
            index = next
        }
        if start < offset { sentences.append(start..<offset) }
        return sentences
    }

    private static let closers: Set<Unicode.Scalar> = Set(")]}\"'”’」』》〉）】］｝»".unicodeScalars)
    private static let openers: Set<Unicode.Scalar> = Set("([{\"'“‘「『《〈（【［｛«".unicodeScalars)
    private static let closersAndMarks = closers.union([".", "!", "?"])
    private static let closersAndStops = closers.union("。！？.!?…".unicodeScalars)

    /// Words that end with a full stop and do not end a sentence.
    private static let abbreviations: Set<String> = Set(
        """
        a.m al approx apr aug b.c ca capt cf co col corp d.c dec dept dr e.g ed eds eq est etc feb fig figs gen gov hon i.e
        inc jan jr jul jun lt ltd mar mr mrs ms no nos nov oct p p.m ph.d pp pres prof rep rev sen sep sept sgt sr st u.k
        u.s univ v vol vols vs
        """.split(whereSeparator: \.isWhitespace).map(String.init)
    )

    /// Where the next sentence begins if the scalar at `index` ends one, or nil.
    private func end(of index: Int, in scalars: [Unicode.Scalar]) -> Int? {
        let scalar = scalars[index]
        if scalar == "\n" { return afterBlanks(index + 1, scalars) }
        switch scalar {
        case "。", "！", "？", "｡": return afterEnd(index + 1, scalars)
        case "…":
            guard index + 1 == scalars.count || scalars[index + 1] != "…" else { return nil }
            let next = skip(Self.closers, from: index + 1, scalars)
            guard next < scalars.count, isBlank(scalars[next]) else { return nil }
            let begin = afterBlanks(next, scalars)
            return begin < scalars.count && startsSentence(begin, scalars) ? begin : nil
        case ".", "!", "?":
            return endsAtMark(index, scalars) ? afterEnd(index + 1, scalars) : nil
        default:
            return nil
        }
    }

    private func endsAtMark(_ index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        let mark = scalars[index]
        var next = skip(Self.closersAndMarks, from: index + 1, scalars)
        next = afterReferences(next, scalars)
        guard next < scalars.count else { return true }
        if isBlank(scalars[next]) {
            var begin = afterBlanks(next, scalars)
            guard begin < scalars.count else { return true }
            if scalars[next..<begin].contains("\n") { return true }
            let isOpened = Self.openers.contains(scalars[begin])
            begin = skip(Self.openers, from: begin, scalars)
            guard begin < scalars.count else { return true }
            guard isOpened || startsSentence(begin, scalars) else { return false }
            return mark != "." || !isAbbreviation(before: index, scalars)
        }
        // A Western mark inside Chinese text.
        if index > 0, scalars[index - 1].isHan, scalars[next].isHan { return true }
        return mark != "." && scalars[next].isHan
    }

    private func startsSentence(_ index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        let scalar = scalars[index]
        return scalar.properties.isUppercase || scalar.isHan || ("0"..."9").contains(scalar)
            // Scripts without case.
            || (scalar.properties.isAlphabetic && !scalar.properties.isLowercase)
    }

    /// Behind the marks, brackets, reference numbers and blanks that belong to the sentence.
    private func afterEnd(_ index: Int, _ scalars: [Unicode.Scalar]) -> Int {
        let next = skip(Self.closersAndStops, from: index, scalars)
        return afterBlanks(afterReferences(next, scalars), scalars)
    }

    /// Behind marks such as `[12]`.
    private func afterReferences(_ index: Int, _ scalars: [Unicode.Scalar]) -> Int {
        var index = index
        while index < scalars.count, scalars[index] == "[",
            let close = scalars[index...].prefix(22).firstIndex(of: "]"), close > index + 1
        {
            index = close + 1
        }
        return index
    }

    private func afterBlanks(_ index: Int, _ scalars: [Unicode.Scalar]) -> Int {
        var index = index
        while index < scalars.count, isBlank(scalars[index]) { index += 1 }
        return index
    }

    private func skip(_ set: Set<Unicode.Scalar>, from index: Int, _ scalars: [Unicode.Scalar]) -> Int {
        var index = index
        while index < scalars.count, set.contains(scalars[index]) { index += 1 }
        return index
    }

    private func isAbbreviation(before index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        var start = index
        while start > 0, index - start < 12 {
            let scalar = scalars[start - 1]
            guard (scalar.properties.isAlphabetic && !scalar.isHan) || scalar == "." || ("0"..."9").contains(scalar)
            else { break }
            start -= 1
        }
        var word = String.UnicodeScalarView()
        word.append(contentsOf: scalars[start..<index])
        let text = String(word)
        if Self.abbreviations.contains(text.lowercased()) { return true }
        // Initials: "J." and "J.R.R."
        let letters = text.split(separator: ".", omittingEmptySubsequences: false)
        return !text.isEmpty && letters.allSatisfy { $0.count == 1 && $0.allSatisfy(\.isLetter) }
            && (letters.count > 1 || letters[0].allSatisfy(\.isUppercase))
    }

    private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
}
