import Documents
import Foundation
import Testing

@testable import Retrieval

@Suite("Taking files in")
struct IntakeTests {
    private static func withFolder(_ body: (URL, Library) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let documents = folder.appendingPathComponent("documents")
        try FileManager.default.createDirectory(at: documents, withIntermediateDirectories: true)
        try await body(documents, try Library(path: folder.appendingPathComponent("library.sqlite").path))
    }

    private static func write(_ text: String, _ folder: URL, _ name: String) throws {
        try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }

    @Test("reads what is new or changed, passes over what is not, removes what is gone")
    func incremental() async throws {
        try await Self.withFolder { folder, library in
            try Self.write("The bridge is made of stone.", folder, "a.txt")
            try Self.write("The river is clean.", folder, "b.txt")
            let intake = Intake(library: library)
            let first = try await intake.add([folder.path])
            #expect((first.addedCount, first.unchangedCount, first.removedCount) == (2, 0, 0))
            let second = try await intake.add([folder.path])
            #expect((second.addedCount, second.unchangedCount, second.removedCount) == (0, 2, 0))
            try Self.write("The bridge is made of steel.", folder, "a.txt")
            try FileManager.default.removeItem(at: folder.appendingPathComponent("b.txt"))
            let third = try await intake.add([folder.path])
            #expect((third.addedCount, third.unchangedCount, third.removedCount) == (1, 0, 1))
            #expect(try await library.search(try SearchQuery("steel")).results.count == 1)
            #expect(try await library.search(try SearchQuery("stone")).results.isEmpty)
            #expect(try await library.search(try SearchQuery("river")).results.isEmpty)
        }
    }

    @Test("a bad file is named with its reason and costs no other file anything")
    func badFiles() async throws {
        try await Self.withFolder { folder, library in
            try Self.write("A good text about bridges.", folder, "good.txt")
            try Data().write(to: folder.appendingPathComponent("empty.txt"))
            try Data([0x50, 0x4B, 3, 4, 9, 9, 9, 9]).write(to: folder.appendingPathComponent("broken.docx"))
            let report = try await Intake(library: library).add([folder.path])
            #expect(report.addedCount == 1)
            #expect(
                Set(report.skipped.map { URL(fileURLWithPath: $0.path).lastPathComponent }) == [
                    "empty.txt", "broken.docx",
                ]
            )
            #expect(report.skipped.first { $0.path.hasSuffix("empty.txt") }?.error.code == "empty")
        }
    }

    @Test("files that were added alone belong to the folder above them once it is added")
    func adoption() async throws {
        try await Self.withFolder { folder, library in
            try Self.write("The bridge is made of stone.", folder, "a.txt")
            try Self.write("The river is clean.", folder, "b.txt")
            let intake = Intake(library: library)
            let first = try await intake.add(["a.txt", "b.txt"].map { folder.path + "/" + $0 })
            #expect(first.addedCount == 2)
            #expect(try await library.sources().map(\.kind) == [.file, .file])
            try FileManager.default.removeItem(at: folder.appendingPathComponent("a.txt"))
            let second = try await intake.add([folder.path])
            #expect((second.addedCount, second.unchangedCount, second.removedCount) == (0, 1, 1))
            #expect(try await library.sources().map(\.address) == [folder.path])
            _ = try await intake.add([folder.path + "/b.txt"])
            #expect(try await library.sources().map(\.address) == [folder.path])
        }
    }

    @Test("a path that does not exist is reported, and nothing is added")
    func missing() async throws {
        try await Self.withFolder { folder, library in
            let path = folder.appendingPathComponent("nowhere").path
            let report = try await Intake(library: library).add([path])
            #expect(report.skipped.map(\.error) == [.notFound(file: path)])
            #expect(try await library.sources().isEmpty)
        }
    }

    @Test("an upload of known contents is not added twice")
    func uploads() async throws {
        try await Self.withFolder { folder, library in
            try Self.write("The very same text.", folder, "a.txt")
            try Self.write("The very same text.", folder, "b.txt")
            let intake = Intake(library: library)
            guard case .added(let id) = await intake.addUpload(folder.path + "/a.txt", folder: folder.path) else {
                Issue.record("the first upload was not added")
                return
            }
            guard case .unchanged(let known) = await intake.addUpload(folder.path + "/b.txt", folder: folder.path)
            else {
                Issue.record("the second upload was not recognised")
                return
            }
            #expect(known == id)
        }
    }
}
