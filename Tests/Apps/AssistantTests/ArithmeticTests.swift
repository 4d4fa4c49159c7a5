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
            ("-3 * -4", "12"), ("5!", "120"), ("三加五等于几", "8"), ("一百二十三乘以四十五是多少", "5535"), ("两万五千减三点五", "24996.5"),
            ("7 - 10", "-3"), ("(1+2)*(3+4)/7", "3"), ("２＋３×４", "14"), ("计算 3 的平方 + 1", "10"),
        ]
    )
    func exactness(question: String, value: String) throws {
        let expression = try #require(Arithmetic.expression(in: question))
        #expect(Arithmetic.value(of: expression) == .success(value))
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

    @Test(
        "what has no value is told with the reason",
        arguments: [
            ("1/0", Arithmetic.Undefined.divisionByZero), ("0^-1", .divisionByZero), ("2^99999999", .tooLarge),
            ("9^9^9", .tooLarge), ("1000!", .tooLarge), ("2^0.5", .notRational), ("0.5!", .notRational),
        ]
    )
    func undefined(expression: String, reason: Arithmetic.Undefined) {
        #expect(Arithmetic.value(of: expression) == .failure(reason))
    }

    @Test("what is no expression is none", arguments: ["(((1+2", "1++", "*3"])
    func malformed(expression: String) {
        #expect(Arithmetic.value(of: expression) == nil)
    }

    @Test("nesting without end is refused, not followed")
    func nesting() {
        #expect(Arithmetic.value(of: String(repeating: "(", count: 100) + "1") == nil)
        #expect(Arithmetic.value(of: String(repeating: "-", count: 100) + "1") == nil)
    }
}
