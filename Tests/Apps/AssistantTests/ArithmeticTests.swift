import Testing

@testable import Assistant

@Suite("Arithmetic")
struct ArithmeticTests {
    @Test(
        "is exact",
        arguments: [
            ("what is 12*(3+4)?", "84"), ("0.1 + 0.2", "0.3"), ("1/3", "1/3 ≈ 0.3333333333"),
            ("2^100", "1267650600228229401496703205376"),
            ("15% of 240", "36"), ("12乘以3等于多少", "36"), ("100除以8", "12.5"), ("1,234,567 + 1", "1234568"),
            ("-3 * -4", "12"),
            ("7 - 10", "-3"), ("(1+2)*(3+4)/7", "3"), ("２＋３×４", "14"), ("计算 3 的平方 + 1", "10"),
        ]
    )
    func exactness(question: String, value: String) throws {
        let expression = try #require(Arithmetic.expression(in: question))
        #expect(Arithmetic.value(of: expression) == value)
    }

    @Test(
        "leaves questions about numbers alone",
        arguments: [
            "What happened in 1999?", "2024-05-01", "Which bridge is 300 m long?", "1999", "第3章讲了什么？",
            "How does 3+4 relate to groups?", "",
        ]
    )
    func questions(question: String) {
        #expect(Arithmetic.expression(in: question).flatMap(Arithmetic.value) == nil)
    }

    @Test("what has no value has none", arguments: ["1/0", "2^99999999", "(((1+2", "1++", "0^-1"])
    func undefined(expression: String) {
        #expect(Arithmetic.value(of: expression) == nil)
    }

    @Test("nesting without end is refused, not followed")
    func nesting() {
        #expect(Arithmetic.value(of: String(repeating: "(", count: 100) + "1") == nil)
        #expect(Arithmetic.value(of: String(repeating: "-", count: 100) + "1") == nil)
    }
}
