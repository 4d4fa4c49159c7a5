// The Snowball stemmers (libstemmer), each with a cache of the words it has seen. A C stemmer serves one thread at a time, so
// a language has as many as there are cores.

internal import CStemmer
internal import Foundation
internal import InvertedIndex
internal import Synchronization

/// Reduces the words of one language to their stems.
final class Stemmer: Sendable {
    /// The languages that can be stemmed, by BCP 47 tag, with Snowball's names.
    static let algorithms = [
        "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
        "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
        "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
        "ne": "nepali", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
        "sv": "swedish", "ta": "tamil", "tr": "turkish",
    ]

    private final class Bench: Sendable {
        let stems: Mutex<Stems>

        init(_ language: String) { stems = Mutex(Stems(language: language)) }

        deinit { stems.withLock { $0.end() } }
    }

    private let benches: [Bench]

    /// The stemmer of the language; it leaves words as they are where Snowball has none.
    init(language: String) {
        benches = (0..<ProcessInfo.processInfo.activeProcessorCount).map { _ in Bench(language) }
    }

    /// Lends the stems of the language, which are the borrower's alone meanwhile.
    func withStems<Value>(_ body: (inout sending Stems) -> sending Value) -> sending Value {
        for bench in benches.dropLast() {
            if let value = bench.stems.withLockIfAvailable(body) { return value }
        }
        return benches[benches.count - 1].stems.withLock(body)
    }

    /// A word as it is folded and as it is stemmed.
    struct Forms: Sendable {
        let folded: String
        let stem: String
        /// The stem's UTF-8, and the same as a number where it is short.
        let stemBytes: [UInt8]
        let shortStem: ShortTerm?
        /// The stem's share in fingerprints.
        let hash: UInt64

        fileprivate init(folded: String, stem: String) {
            (self.folded, self.stem) = (folded, stem)
            stemBytes = Array(stem.utf8)
            shortStem = ShortTerm(stemBytes)
            hash = Fingerprint.hash(stemBytes)
        }
    }

    /// The stems of words, remembered where they are short.
    ///
    /// A later word takes the place of an earlier one of the same slot, so that the memory has a fixed size.
    @safe struct Stems {
        private static let slotCount = 1 << 14
        private static let longestRemembered = 15

        private var stemmer: OpaquePointer?
        private let isEnglish: Bool
        private var keys: [UInt128] = []
        private var remembered: [Forms] = []

        fileprivate init(language: String) {
            isEnglish = language == "en"
            unsafe stemmer = Stemmer.algorithms[language].flatMap { unsafe sb_stemmer_new($0, nil) }
        }

        fileprivate mutating func end() {
            if let stemmer = unsafe stemmer { unsafe sb_stemmer_delete(stemmer) }
            unsafe stemmer = nil
        }

        /// The forms of a word in UTF-8 that is folded already, but for the case of ASCII letters.
        ///
        /// Words with digits have no stem.
        mutating func forms(of word: ArraySlice<UInt8>) -> Forms {
            guard word.count <= Self.longestRemembered else { return make(word.map(Self.lowercased)) }
            var key = UInt128(word.count) << 120
            var shift: UInt128 = 0
            for byte in word {
                key |= UInt128(Self.lowercased(byte)) << shift
                shift += 8
            }
            if keys.isEmpty {
                keys = [UInt128](repeating: 0, count: Self.slotCount)
                remembered = [Forms](repeating: Forms(folded: "", stem: ""), count: Self.slotCount)
            }
            let mixed =
                (UInt64(truncatingIfNeeded: key) ^ UInt64(truncatingIfNeeded: key >> 61)) &* 0x9E37_79B9_7F4A_7C15
            let slot = Int(mixed >> 50)
            if keys[slot] == key { return remembered[slot] }
            let forms = make(word.map(Self.lowercased))
            (keys[slot], remembered[slot]) = (key, forms)
            return forms
        }

        private static func lowercased(_ byte: UInt8) -> UInt8 {
            (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
        }

        private func make(_ word: [UInt8]) -> Forms {
            let folded = String(decoding: word, as: UTF8.self)
            if word.contains(where: { (0x30...0x39).contains($0) }) { return Forms(folded: folded, stem: folded) }
            let base = isEnglish ? IrregularForms.base(of: folded) ?? folded : folded
            return Forms(folded: folded, stem: stem(base))
        }

        private func stem(_ word: String) -> String {
            guard let stemmer = unsafe stemmer else { return word }
            let bytes = Array(word.utf8)
            return unsafe bytes.withUnsafeBufferPointer { buffer -> String in
                guard let result = unsafe sb_stemmer_stem(stemmer, buffer.baseAddress, Int32(bytes.count)) else {
                    return word
                }
                let length = unsafe Int(sb_stemmer_length(stemmer))
                return unsafe String(decoding: UnsafeBufferPointer(start: result, count: length), as: UTF8.self)
            }
        }
    }
}
