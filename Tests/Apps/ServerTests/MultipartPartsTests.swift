import Foundation
import Testing

@testable import Server

@Suite("Multipart bodies")
struct MultipartPartsTests {
    private static let body = [
        "--XX", "Content-Disposition: form-data; name=\"files\"; filename=\"桥 %22a%22.txt\"",
        "Content-Type: text/plain", "",
        "line one\r\n--XY\r\nline two", "--XX",
        "Content-Disposition: form-data; name=\"files\"; filename=\"empty.txt\"", "", "",
        "--XX", "Content-Disposition: form-data; name=\"note\"", "", "hello", "--XX--", "",
    ].joined(separator: "\r\n")

    /// What a body means, with the bytes of each part put together.
    private func parts(_ body: String, chunk: Int) throws -> [(name: String, file: String?, text: String)] {
        var parser = MultipartParts(boundary: "XX")
        var parts: [(name: String, file: String?, bytes: [UInt8])] = []
        let bytes = Array(body.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            for step in try parser.take(bytes[start..<min(start + chunk, bytes.count)]) {
                switch step {
                case .begin(let field, let file): parts.append((field, file, []))
                case .bytes(let more): parts[parts.count - 1].bytes += more
                case .end: break
                }
            }
        }
        #expect(parser.isFinished)
        return parts.map { ($0.name, $0.file, String(decoding: $0.bytes, as: UTF8.self)) }
    }

    @Test("mean the same however they are cut into pieces", arguments: [1, 2, 3, 5, 7, 16, 64, 10_000])
    func chunks(chunk: Int) throws {
        let parts = try parts(Self.body, chunk: chunk)
        #expect(parts.map(\.name) == ["files", "files", "note"])
        #expect(parts.map(\.file) == ["桥 \"a\".txt", "empty.txt", nil])
        #expect(parts.map(\.text) == ["line one\r\n--XY\r\nline two", "", "hello"])
    }

    @Test("the boundary is read from the content type")
    func boundary() {
        #expect(MultipartParts.boundary(of: "multipart/form-data; boundary=\"a b\"") == "a b")
        #expect(MultipartParts.boundary(of: "multipart/form-data; charset=utf-8; boundary=ab") == "ab")
        #expect(MultipartParts.boundary(of: "multipart/form-data") == nil)
        #expect(MultipartParts.boundary(of: "application/json") == nil)
        #expect(MultipartParts.boundary(of: nil) == nil)
    }

    @Test("what is no multipart body is refused, in bounded memory")
    func malformed() {
        var endless = MultipartParts(boundary: "XX")
        #expect(throws: MultipartParts.Problem.self) { try endless.take(Array(repeating: UInt8(65), count: 100_000)) }
        var nameless = MultipartParts(boundary: "XX")
        #expect(throws: MultipartParts.Problem.self) {
            try nameless.take("--XX\r\nContent-Type: a\r\n\r\nx\r\n--XX--".utf8)
        }
    }
}
