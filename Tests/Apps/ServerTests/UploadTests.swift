import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import Server

@Suite("Uploads")
struct UploadTests {
    private static let boundary = "XX"

    private static func body(_ files: [(name: String, text: String)], isWhole: Bool = true) -> String {
        files.map {
            "--XX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\($0.name)\"\r\n\r\n\($0.text)\r\n"
        }.joined() + (isWhole ? "--XX--\r\n" : "")
    }

    private static func send(_ body: RequestBody, to client: TestClient) async throws -> TestResponse {
        try await client.execute(
            uri: "/api/documents",
            method: .post,
            headers: [.contentType: "multipart/form-data; boundary=XX"],
            body: body
        )
    }

    private static func send(_ text: String, to client: TestClient) async throws -> TestResponse {
        try await send(RequestBody(buffer: ByteBuffer(string: text)), to: client)
    }

    /// All files below the uploads folder, and all folders.
    private static func left(_ server: KaiyuanServer) -> [String] {
        FileManager.default.subpaths(atPath: server.uploads.folder.path)?.filter { $0 != ".incoming" } ?? []
    }

    private static func statuses(_ client: TestClient) async throws -> [String] {
        let list = try TestServer.json(try await client.execute(uri: "/api/uploads", method: .get))
        return try #require(list["uploads"] as? [[String: Any]]).compactMap { $0["status"] as? String }
    }

    @Test("keep the file of a document, and nothing of what added nothing")
    func clearing() async throws {
        try await TestServer.run { client, server in
            let text = "A text about otters and herons in the old river."
            let sent = Self.body([("a/otters.txt", text), ("again.txt", text), ("empty.txt", "")])
            let taken = try await Self.send(sent, to: client)
            #expect(taken.status == .accepted)
            await server.uploads.finish()
            #expect(try await Self.statuses(client) == ["added", "unchanged", "failed"])
            let texts = Self.left(server).filter { $0.hasSuffix(".txt") }
            #expect(texts.map { ($0 as NSString).lastPathComponent } == ["otters.txt"])
            #expect(Self.left(server).count == 3)
            #expect(try await client.execute(uri: "/api/documents/2", method: .delete).status == .noContent)
            #expect(Self.left(server) == [])
        }
    }

    @Test("that are cut, malformed, refused or empty leave nothing")
    func refused() async throws {
        struct Cut: Error {}
        try await TestServer.run { client, server in
            let begun = Self.body([("a.txt", "whole"), ("b.txt", "half")], isWhole: false)
            #expect(try await Self.send(begun, to: client).status == .badRequest)
            #expect(try await Self.send(Self.body([]), to: client).status == .badRequest)
            let many = Self.body((0...1_000).map { ("\($0).txt", "x") })
            #expect(try await Self.send(many, to: client).status == .badRequest)
            let (pieces, source) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
            source.yield(ByteBuffer(string: begun))
            source.finish(throwing: Cut())
            let cut = try await Self.send(RequestBody(asyncSequence: pieces), to: client)
            #expect(cut.status == .badRequest)
            let error = try #require(try TestServer.json(cut)["error"] as? [String: Any])
            #expect(error["code"] as? String == "body_cut")
            #expect(Self.left(server) == [])
            #expect(try await Self.statuses(client) == [])
        }
    }

    @Test("that were taken but not read are read after a restart; what was half received or is nobody's is gone")
    func resuming() async throws {
        try await TestServer.run { client, server in
            let folder = server.uploads.folder
            let waiting = folder.place(for: "dropped/herons.txt")
            let handle = try folder.create(waiting)
            try handle.write(contentsOf: Data("Herons stand in the river.".utf8))
            try handle.close()
            _ = try folder.keep(waiting)
            let orphan = folder.place(for: "orphan.txt")
            try folder.create(orphan).close()
            folder.settle(try folder.keep(orphan))
            try folder.create(folder.place(for: "half.txt")).close()
            try await server.uploads.resume()
            await server.uploads.finish()
            #expect(try await Self.statuses(client) == ["added"])
            #expect(Self.left(server).filter { $0.hasSuffix(".txt") || $0.hasSuffix(".waiting") }.count == 1)
            let documents = try TestServer.json(try await client.execute(uri: "/api/documents", method: .get))
            let folders = (documents["documents"] as? [[String: Any]])?.compactMap { $0["folder"] as? String }
            #expect(folders?.contains("uploads/dropped") == true)
            // Once more: what belongs to a document stays.
            try await server.uploads.resume()
            #expect(Self.left(server).contains { $0.hasSuffix("herons.txt") })
        }
    }

    @Test(
        "file names are read as clients write them",
        arguments: [
            (#" form-data; name="files"; filename="a;b \"c\".txt""#, "files", "a;b \"c\".txt"),
            (" form-data;name=files;filename=plain.txt", "files", "plain.txt"),
            (" form-data; filename=x.txt ; name=\"files\"", "files", "x.txt"),
            (#" form-data; name="files"; filename="x.txt"; filename*=UTF-8''%E6%A1%A5.txt"#, "files", "桥.txt"),
            (#" form-data; name="files"; filename="x.txt"; filename*=latin1''%E6.txt"#, "files", "x.txt"),
            (" form-data; name=\"files\"", "files", nil),
            (" form-data", nil, nil),
        ] as [(String, String?, String?)]
    )
    func fileNames(header: String, name: String?, fileName: String?) {
        let disposition = ContentDisposition(header)
        #expect(disposition.name == name)
        #expect(disposition.fileName == fileName)
    }

    @Test(
        "names that want to leave the folder do not",
        arguments: ["../../x.txt", "..\\..\\x.txt", "/x.txt", "a/../x.txt"]
    )
    func names(name: String) {
        let place = UploadFolder(path: "/uploads").place(for: name)
        #expect(!place.name.split(separator: "/").contains(".."))
        #expect(!place.name.hasPrefix("/"))
        #expect(place.name.hasSuffix("x.txt"))
    }
}
