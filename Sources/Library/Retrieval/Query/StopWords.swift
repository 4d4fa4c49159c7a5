// Words that say nothing about what is asked. They stay in the index, for phrases; a query leaves them out unless
// nothing else is left.

/// Function words of English and Chinese, as the analyzer's terms.
enum StopWords {
    /// Lucene's English list, and the words that only make a question.
    static let english: Set<String> = [
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not",
        "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was",
        "will", "with",
    ]
}
