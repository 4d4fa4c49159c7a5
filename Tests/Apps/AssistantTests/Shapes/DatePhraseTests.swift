import Testing

@testable import Assistant

@Suite("Dates in sentences")
struct DatePhraseTests {
    @Test(
        "dates of both languages are read with their precision",
        arguments: [
            ("founded on 12 May 1811 by", "12 May 1811", [1811, 0, 5, 12]),
            ("On March 5, 1998, it", "March 5, 1998", [1998, 0, 3, 5]),
            ("opened in November 1903.", "November 1903", [1903, 0, 11, 0]),
            ("Since 2012 the port", "2012", [2012, 0, 0, 0]),
            ("dated 2023-05-01", "2023-05-01", [2023, 0, 5, 1]),
            ("in the 1990s", "1990s", [1990, 0, 0, 0]),
            ("the 19th century", "19th century", [1800, 0, 0, 0]),
            ("in 221 BC", "221 BC", [-221, 0, 0, 0]),
            ("revenue of Q2 2023", "Q2 2023", [2023, 2, 0, 0]),
            ("the second quarter of 2023", "second quarter of 2023", [2023, 2, 0, 0]),
            ("始建于1652年，", "1652年", [1652, 0, 0, 0]),
            ("1949年10月1日更名", "1949年10月1日", [1949, 0, 10, 1]),
            ("二〇〇三年五月", "二〇〇三年五月", [2003, 0, 5, 0]),
            ("公元前221年统一", "公元前221年", [-221, 0, 0, 0]),
            ("2023年第二季度", "2023年第二季度", [2023, 2, 0, 0]),
            ("十九世纪末", "十九世纪", [1800, 0, 0, 0]),
            ("三月的花费", "三月", [0, 0, 3, 0]),
        ]
    )
    func dates(text: String, words: String, parts: [Int]) throws {
        let date = try #require(DatePhrase.all(in: text).first)
        #expect(String(decoding: Array(text.utf8)[date.range], as: UTF8.self) == words)
        #expect([date.year ?? 0, date.quarter ?? 0, date.month ?? 0, date.day ?? 0] == parts)
    }

    @Test(
        "numbers and words that only look like dates are none",
        arguments: [
            "It holds 1500 people", "2,000 houses", "You may march on", "五年以后", "三个月", "model 1200X", "version 1.2.3",
            "光绪二十七年", "12:30", "the second quarter-final",
        ]
    )
    func others(text: String) { #expect(DatePhrase.all(in: text).allSatisfy { $0.year == nil && $0.month == nil }) }
}
