import Assistant
import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import Server

@Suite("Errors as clients see them")
struct APIErrorTests {
    private struct SQLiteFailure: Error, CustomStringConvertible {
        var description: String
    }

    @Test("a full disk says so, whoever notices it")
    func diskFull() {
        let system = NSError(domain: NSPOSIXErrorDomain, code: Int(ENOSPC))
        let wrapped = NSError(domain: NSCocoaErrorDomain, code: 512, userInfo: [NSUnderlyingErrorKey: system])
        let database = SQLiteFailure(description: "SQLite error 13: database or disk is full")
        for error in [system, wrapped, CocoaError(.fileWriteOutOfSpace), database] as [any Error] {
            let shown = APIError(error)
            #expect(shown.status.code == 507)
            #expect(shown.code == "disk_full")
        }
    }

    @Test("what goes wrong inside is not told outside")
    func inside() {
        let shown = APIError(SQLiteFailure(description: "SQLite error 1: no such table: x - while executing `SELECT`"))
        #expect(shown.status == .internalServerError)
        #expect(!shown.message.contains("SELECT"))
    }

    @Test("who left counts as gone, and a stopping server asks for patience")
    func leaving() {
        #expect(APIError(CancellationError()).status.code == 499)
        #expect(APIError(AnswerDeskError.stopping).headers[.retryAfter] == "5")
    }

    @Test(
        "an address that cannot be listened on is told in one sentence",
        arguments: [
            (EADDRINUSE, ListeningError.taken(port: 80)), (EADDRNOTAVAIL, .notOurs(host: "192.0.2.1")),
            (EACCES, .notAllowed(port: 80)), (EINVAL, nil),
        ] as [(Int32, ListeningError?)]
    )
    func listening(number: Int32, expected: ListeningError?) {
        let error = IOError(errnoCode: number, reason: "bind")
        #expect(ListeningError(error, host: "192.0.2.1", port: 80) == expected)
        #expect(expected?.description.hasSuffix(".") ?? true)
    }
}
