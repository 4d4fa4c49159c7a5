import Foundation
import Testing

@testable import Web

@Suite("Retry-After")
struct RetryAfterTests {
    /// 784,111,777 seconds after 1970: the date that RFC 9110 uses as its example.
    static let now = Date(timeIntervalSince1970: 784_111_777)

    @Test(
        "seconds and dates are understood, and no time is longer than a week",
        arguments: [
            ("120", 120), (" 0 ", 0), ("99999999", 604_800), ("Sun, 06 Nov 1994 08:51:37 GMT", 120),
            ("Sat, 05 Nov 1994 08:49:37 GMT", 0), ("Fri, 31 Dec 1999 23:59:59 GMT", 604_800),
        ] as [(String, Double)]
    )
    func understood(value: String, seconds: Double) {
        #expect(RetryAfter.seconds(value, at: Self.now) == seconds)
    }

    @Test("anything else says nothing", arguments: ["", "soon", "-5", "1.5e9", "Sunday"])
    func notUnderstood(value: String) { #expect(RetryAfter.seconds(value, at: Self.now) == nil) }
}
