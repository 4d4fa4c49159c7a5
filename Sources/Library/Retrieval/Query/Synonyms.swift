// Words that mean the same in a library, as its keepers wrote them down: `synonyms.txt` beside its file.
//
//     # one group a line, in any languages; commas between
//     heron, egret, 鹭鸶
//     heart attack, myocardial infarction, 心梗

internal import Foundation
internal import Synchronization

/// Groups of words and phrases that stand for each other.
struct Synonyms: Sendable, Equatable {
    /// What is read of a file at most.
    private static let byteLimit = 1 << 20
    /// A synonym of several words counts so much of the word that was typed, divided among its words.
    static let phraseWeight = 0.7

    /// For the terms of each word or phrase, joined by blanks, the terms of the others.
    private let others: [String: [[String]]]

    var isEmpty: Bool { others.isEmpty }

    /// The groups of the text; words alone on their line, and what stands behind `#`, say nothing.
    init(_ text: String, analyzer: BilingualAnalyzer) {
        var others: [String: [[String]]] = [:]
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let phrases = line.split { ",，、;；".contains($0) }
                .map { analyzer.terms(of: String($0), language: nil).map(\.text) }.filter { !$0.isEmpty }
            for phrase in phrases {
                others[phrase.joined(separator: " "), default: []] += phrases.filter { $0 != phrase }
            }
        }
        self.others = others.filter { !$0.value.isEmpty }
    }

    /// The synonyms of the words that stand in the terms, and where: the places of the terms that they stand for.
    func matches(in terms: [String]) -> [(places: Range<Int>, synonyms: [[String]])] {
        guard !isEmpty else { return [] }
        var matches: [(places: Range<Int>, synonyms: [[String]])] = []
        for start in terms.indices {
            for end in start + 1...min(terms.count, start + 6) {
                guard let synonyms = others[terms[start..<end].joined(separator: " ")] else { continue }
                matches.append((start..<end, synonyms))
            }
        }
        return matches
    }

    /// A file of synonyms that is read again when it has changed.
    final class File: Sendable {
        private let path: String
        private let analyzer: BilingualAnalyzer
        private let known = Mutex<(modified: Date?, synonyms: Synonyms)?>(nil)

        init(_ url: URL, analyzer: BilingualAnalyzer) { (path, self.analyzer) = (url.path, analyzer) }

        /// The file's groups; none where there is no file, or one that is larger than a megabyte.
        var synonyms: Synonyms {
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            let modified = attributes?[.modificationDate] as? Date
            return known.withLock { known in
                if let known, known.modified == modified { return known.synonyms }
                let isSmall = (attributes?[.size] as? NSNumber).map { $0.intValue <= byteLimit } ?? false
                let text = isSmall ? try? String(contentsOfFile: path, encoding: .utf8) : nil
                let synonyms = Synonyms(text ?? "", analyzer: analyzer)
                known = (modified, synonyms)
                return synonyms
            }
        }
    }
}
