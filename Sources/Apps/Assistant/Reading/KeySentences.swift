// The few sentences of a document that say most of what it is about: word for word, in the order of the document.

internal import Documents
internal import Foundation
internal import Retrieval

/// Chooses sentences of a document.
struct KeySentences {
    private struct Candidate {
        var sentence: DocumentOverview.KeySentence
        var terms: Set<String>
        var headings: [String]
        var score: Double
    }

    private static let termCounts = 5...60
    /// Sentences that share more of their terms say the same.
    private static let largestOverlap = 0.5
    private static let perSection = 2

    private var candidates: [Candidate] = []

    init(_ sample: DocumentSample, _ profile: DocumentProfile) {
        let splitter = SentenceSplitter()
        var headings: [String]?
        for stored in sample.blocks {
            switch stored.block.kind {
            case .paragraph, .listItem, .numberedItem, .quotation: break
            case .heading, .code, .table, .note, .caption: continue
            }
            let isFirst = stored.block.headings != headings
            headings = stored.block.headings
            let bytes = Array(stored.text.utf8)
            for (index, range) in splitter.sentences(in: stored.text).enumerated() {
                guard let inner = Self.trimmed(range, bytes) else { continue }
                let text = String(decoding: bytes[inner], as: UTF8.self)
                guard let last = text.last, "。！.!”\"」』)）".contains(last) else { continue }
                let terms = Set(profile.analyzer.terms(of: text, language: sample.document.language).map(\.text))
                guard Self.termCounts.contains(terms.count) else { continue }
                let weight = terms.reduce(0) { $0 + (profile.weights[$1] ?? 0) }
                // What opens a section tends to say what it is about.
                let opening = index == 0 && isFirst ? 1.25 : 1
                candidates.append(
                    Candidate(
                        sentence: DocumentOverview.KeySentence(
                            text: text,
                            range: stored.block.range.lowerBound + inner.lowerBound..<stored.block.range.lowerBound
                                + inner.upperBound,
                            place: Place(stored.block)
                        ),
                        terms: terms,
                        headings: stored.block.headings,
                        score: opening * weight / Double(terms.count).squareRoot()
                    )
                )
            }
        }
    }

    /// The best that do not repeat each other, in the order of the document; of a short document at most one in three.
    func best(_ count: Int) -> [DocumentOverview.KeySentence] {
        let wanted = min(count, max(1, candidates.count / 3))
        var chosen: [Candidate] = []
        let ranked = candidates.sorted {
            ($1.score, $0.sentence.range.lowerBound) < ($0.score, $1.sentence.range.lowerBound)
        }
        for candidate in ranked where candidate.score > 0 {
            guard chosen.count < wanted else { break }
            let repeats = chosen.contains { other in
                let shared = Double(other.terms.intersection(candidate.terms).count)
                return shared > Self.largestOverlap * Double(min(other.terms.count, candidate.terms.count))
            }
            let beside =
                candidate.headings.isEmpty
                ? 0 : chosen.count { $0.headings == candidate.headings }
            if !repeats, beside < Self.perSection { chosen.append(candidate) }
        }
        return chosen.map(\.sentence).sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The range without blanks around it; nil where nothing is left.
    private static func trimmed(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int>? {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        guard let first = bytes[range].firstIndex(where: { !blanks.contains($0) }),
            let last = bytes[range].lastIndex(where: { !blanks.contains($0) })
        else { return nil }
        return first..<last + 1
    }
}
