import Testing

@testable import Assistant

@Suite("Quotes inside Markdown")
struct MarkdownTests {
    @Test(
        "signs that could format are escaped, others stay",
        arguments: [
            ("plain text, 100%.", "plain text, 100%."), ("a *b* c", "a \\*b\\* c"), ("2 * 3", "2 * 3"),
            ("snake_case", "snake_case"),
            ("_x_", "\\_x\\_"), ("see [3]", "see \\[3\\]"), ("<b>", "\\<b>"), ("a\nb", "a b"),
            ("C# and #1", "C# and \\#1"),
            ("`x`", "\\`x\\`"), ("$5", "\\$5"), ("北斗星【1】", "北斗星【1】"), ("~/a", "~/a"), ("~a~", "\\~a\\~"),
        ]
    )
    func escaping(text: String, escaped: String) {
        #expect(Markdown.escaped(text) == escaped)
    }
}
