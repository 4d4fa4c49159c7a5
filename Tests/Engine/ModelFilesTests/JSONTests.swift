// JSON as RFC 8259 has it, and what is refused.

import Testing

@testable import ModelFiles

@Suite("JSON of model folders")
struct JSONTests {
    static func parse(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8), file: "config.json") }

    @Test(
        "is read",
        arguments: [
            ("null", .null), (" true ", .bool(true)), ("[]", .array([])), ("{}", .object([:])), ("-0", .integer(0)),
            ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("1e-05", .number(1e-5)), ("-1.50E+2", .number(-150)), ("Infinity", .number(.infinity)),
            ("-Infinity", .number(-.infinity)), (#""\u5f00\u5143 \ud83d\ude00\n\/""#, .string("开元 😀\n/")),
            ("\u{FEFF}[1,\t2]", .array([.integer(1), .integer(2)])),
            (#"{"a":{"b":[1,"x"]}}"#, .object(["a": .object(["b": .array([.integer(1), .string("x")])])])),
        ] as [(String, JSON)]
    )
    func reading(text: String, expected: JSON) throws {
        #expect(try Self.parse(text) == expected)
    }

    @Test(
        "is refused with the place",
        arguments: [
            ("", "byte 0: expected a value, found the end"), ("[1,]", "byte 3"), ("[1 2]", "byte 3"),
            ("{\"a\" 1}", "byte 5"),
            ("{a:1}", "byte 1"), ("01", "byte 1"), ("1.", "byte 2"), ("+1", "byte 0"), ("tru", "byte 0"),
            ("1e999", "byte 0"),
            ("\"\\ud800\"", "surrogate"), ("\"\\ud800\\u0041\"", "surrogate"), ("\"\\x\"", "byte 2"),
            ("\"\u{01}\"", "byte 1"),
            ("\"a", "byte 2"), ("1 1", "byte 2"), ("{\"a\":1,\"a\":2}", "\"a\" again"),
        ]
    )
    func refused(text: String, place: String) throws {
        let error = try #require(throws: ModelFileError.self) { try Self.parse(text) }
        #expect(error.description.hasPrefix("config.json, "))
        #expect(error.description.contains(place), "\(error)")
    }

    @Test("is bounded in depth")
    func depth() throws {
        let deep = String(repeating: "[", count: 1_000_000)
        let error = try #require(throws: ModelFileError.self) { try Self.parse(deep) }
        #expect(error.description.contains("at most 64 levels"))
        #expect(try Self.parse(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)).array?.count == 1)
    }

    @Test("that is not UTF-8 is refused")
    func encoding() {
        #expect(throws: ModelFileError.self) { try JSON(parsing: [0x22, 0xFF, 0x22], file: "config.json") }
    }
}
