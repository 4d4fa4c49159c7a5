// The Snowball stemmers (libstemmer) behind a lock and a cache: one C stemmer serves one thread at a time.

internal import CStemmer
import Synchronization

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

    @safe private struct State {
        var stemmer: OpaquePointer
        var cache: [String: String] = [:]
    }

    /// Words seen before are kept up to this many, then forgotten together.
    private static let cacheLimit = 50_000
    private let state: Mutex<State>
    private let isEnglish: Bool

    /// A stemmer for the language, or nil where Snowball has none.
    init?(language: String) {
        guard let name = Self.algorithms[language], let stemmer = unsafe sb_stemmer_new(name, nil) else { return nil }
        unsafe state = Mutex(State(stemmer: stemmer))
        isEnglish = language == "en"
    }

    deinit {
        state.withLock { unsafe sb_stemmer_delete($0.stemmer) }
    }

    /// The stem of a folded word.
    func stem(_ word: String) -> String {
        let word = isEnglish ? IrregularForms.base(of: word) ?? word : word
        return state.withLock { state in
            if let known = state.cache[word] { return known }
            if state.cache.count >= Self.cacheLimit { state.cache.removeAll(keepingCapacity: true) }
            let bytes = Array(word.utf8)
            let stem = unsafe bytes.withUnsafeBufferPointer { buffer -> String in
                guard let result = unsafe sb_stemmer_stem(state.stemmer, buffer.baseAddress, Int32(bytes.count)) else {
                    return word
                }
                let length = unsafe Int(sb_stemmer_length(state.stemmer))
                return unsafe String(decoding: UnsafeBufferPointer(start: result, count: length), as: UTF8.self)
            }
            state.cache[word] = stem
            return stem
        }
    }
}
