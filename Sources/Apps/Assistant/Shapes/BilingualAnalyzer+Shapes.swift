// Shapes compare words of questions, headings, cells and sentences, which have to be stemmed alike.

internal import Retrieval

extension BilingualAnalyzer {
    /// The words and characters of the text, in order, as those of a text whose language nobody knows: that of a question
    /// cannot be told, and short documents are often taken for another one.
    func units(of text: String) -> [TextUnit] { units(of: text, language: nil) }
}
