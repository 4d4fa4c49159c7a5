internal import Dialogue
internal import Testing

@Suite("JSON that keeps its order")
struct OrderedJSONTests {
    @Test("reads every kind of value, names in order")
    func values() throws {
        let text = #" {"z": [1, -2.5, 1e3, true, false, null], "a": {"": "x\"\\\/\b\f\n\r\té\ud83d\ude00"}, "z2": []} "#
        #expect(
            try OrderedJSON(parsing: text)
                == .object([
                    .init("z", .array([.int(1), .double(-2.5), .double(1_000), .bool(true), .bool(false), .null])),
                    .init("a", .object([.init("", .string("x\"\\/\u{8}\u{C}\n\r\té😀"))])),
                    .init("z2", .array([])),
                ])
        )
    }

    @Test("of one name twice the last value counts, in the first place")
    func duplicates() throws {
        let value = try OrderedJSON(parsing: #"{"a": 1, "b": 2, "a": 3}"#)
        #expect(value == .object([.init("a", .int(3)), .init("b", .int(2))]))
    }

    @Test("names that only look alike stay apart")
    func lookAlikes() throws {
        let value = try OrderedJSON(parsing: "{\"\\u00e9\": 1, \"e\\u0301\": 2}")
        #expect(value.members.count == 2)
    }

    @Test("half a surrogate becomes the replacement character")
    func surrogates() throws {
        #expect(try OrderedJSON(parsing: #""\ud800x""#) == .string("\u{FFFD}x"))
    }

    @Test(
        "refuses what is no JSON",
        arguments: [
            "", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "01", "1.", "-", "+1", "1e", "tru", "\"a", "\"\\x\"",
            "\"\\u12g4\"",
            "\"\n\"", "1 2", "[1}", "{a: 1}", "NaN", String(repeating: "[", count: 100_000),
        ]
    )
    func refusals(text: String) {
        #expect(throws: OrderedJSONError.self) { try OrderedJSON(parsing: text) }
    }
}
