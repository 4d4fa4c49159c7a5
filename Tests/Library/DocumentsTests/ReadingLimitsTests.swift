import Foundation
import Testing

@testable import Documents

/// One file costs only so much time and memory, whatever it is.
@Suite("Limits")
struct ReadingLimitsTests {
    /// Some megabytes of every format that is read in this process; none is done in no time.
    static let large: [(name: String, text: String)] = [
        ("x.html", "<html><body>" + String(repeating: "<p>One <b>more</b> line.</p>\n", count: 100_000)),
        ("x.json", "[" + String(repeating: "{\"id\":1,\"text\":\"One more line.\"},", count: 100_000) + "1]"),
        ("x.jsonl", String(repeating: "{\"id\":1,\"text\":\"One more line.\"}\n", count: 100_000)),
        ("x.txt", String(repeating: "One more line.\n\n", count: 200_000)),
        ("x.md", String(repeating: "One *more* line.\n\n", count: 100_000)),
        ("x.csv", String(repeating: "one,more,line\n", count: 200_000)),
        ("x.rtf", "{\\rtf1 " + String(repeating: "One {\\b more} line.\\par\n", count: 200_000) + "}"),
        ("x.swift", String(repeating: "let one = more\n\n", count: 200_000)),
        ("x.vtt", "WEBVTT\n\n" + String(repeating: "00:01.000 --> 00:02.000\nOne more line\n\n", count: 50_000)),
        ("x.eml", "From: a\nTo: b\nSubject: c\n\n" + String(repeating: "One more line.\n\n", count: 200_000)),
    ]

    @Test("reading ends when its time is up, whatever the format", arguments: large.indices)
    func deadline(index: Int) async {
        let (name, text) = Self.large[index]
        var limits = ReadingLimits.standard
        limits.seconds = 0
        await #expect(throws: ReadingError.timedOut(file: name, seconds: 0)) {
            try await read(text.utf8, named: name, limits: limits)
        }
    }

    @Test("reading ends when its caller is cancelled, and says so")
    func cancellation() async {
        let (name, text) = Self.large[0]
        let reading = Task { try await read(text, named: name) }
        reading.cancel()
        await #expect(throws: ReadingError.cancelled(file: name)) { try await reading.value }
    }

    @Test("an archive that states absurd sizes is refused, though nobody wants the entry")
    func statedSizes() async {
        var limits = ReadingLimits.standard
        limits.archiveByteCount = 1 << 20
        let media = [(name: "word/media/picture.png", content: String(repeating: "x", count: 2 << 20))]
        let bytes = ZipFixture.docx(body: "<w:p><w:r><w:t>text</w:t></w:r></w:p>", parts: media)
        let error = await #expect(throws: ReadingError.self) { try await read(bytes, named: "x.docx", limits: limits) }
        #expect(error?.code == "hostile")
        #expect(error?.description.contains("word/media/picture.png") == true)
    }

    @Test("an archive that lies about its sizes is stopped by the bytes as they come")
    func lyingSizes() async throws {
        var bytes = ZipFixture.docx(body: String(repeating: " ", count: 60 << 20))
        // In the directory, which begins each entry with PK\1\2, the unpacked size stands at byte 24.
        let signature: [UInt8] = [0x50, 0x4B, 1, 2]
        for start in bytes.indices.dropLast(46) where bytes[start..<(start + 4)].elementsEqual(signature) {
            bytes.replaceSubrange((start + 24)..<(start + 28), with: [100, 0, 0, 0])
        }
        let error = await #expect(throws: ReadingError.self) { try await read(bytes, named: "x.docx") }
        #expect(["hostile", "damaged"].contains(error?.code))
    }

    @Test("unpacking takes time in proportion to the size")
    func linearUnpacking() throws {
        // With a copy of all that came before at every 64 KB, 200 MB would be 300 GB of copying.
        let content = [UInt8](repeating: 7, count: 200 << 20)
        let bytes = ZipFixture.archive([("a.bin", content)])
        var limits = ReadingLimits.standard
        limits.archiveRatio = 2000
        let file = SourceFile(name: "x.docx", bytes: bytes, format: .docx, limits: limits, options: ReadingOptions())
        let clock = ContinuousClock()
        var unpacked: [UInt8]?
        let time = try clock.measure { unpacked = try ZipArchive(file).contents(of: "a.bin") }
        #expect(unpacked?.count == content.count)
        #expect(time < .seconds(20))
    }

    // MARK: Walks

    @Test("a name that is no UTF-8 is reported as it is, and the others are found")
    func invalidName() throws {
        let folder = try TestFolder()
        for name in [[0x69, 0xFF, 0xFE, 0x2E, 0x74], Array("年.txt".utf8)] as [[UInt8]] {
            let path = folder.path.utf8CString.dropLast() + [0x2F] + name.map { CChar(bitPattern: $0) } + [0]
            let file = unsafe Array(path).withUnsafeBufferPointer {
                unsafe $0.baseAddress.flatMap { unsafe fopen($0, "w") }
            }
            if let file = unsafe file { unsafe fclose(file) }
        }
        let walk = DocumentWalker().walk([folder.path])
        #expect(walk.files == [folder.path + "/年.txt"])
        #expect(walk.skipped.map(\.path) == [folder.path + "/i\\xFF\\xFE.t"])
        #expect(walk.skipped.map(\.error.code) == ["not-readable"])
        #expect(walk.skipped[0].error.description.contains("not UTF-8"))
        try FileManager.default.removeItem(atPath: folder.path + "/年.txt")
        let left = Array((folder.path + "/i").utf8CString.dropLast()) + [-1, -2, 0x2E, 0x74, 0]
        let status = unsafe left.withUnsafeBufferPointer { unsafe $0.baseAddress.map { unsafe unlink($0) } }
        #expect(status == 0)
    }

    @Test("a walk counts the files that its limit leaves out")
    func leftOut() throws {
        let folder = try TestFolder()
        for number in 10..<37 { try Data("x".utf8).write(to: URL(filePath: folder.path + "/\(number).txt")) }
        var limits = ReadingLimits.standard
        limits.fileCount = 10
        let walk = DocumentWalker(limits: limits).walk([folder.path])
        #expect(walk.files.count == 10 && walk.leftOutCount == 17 && !walk.isComplete)
        limits.fileCount = 27
        let whole = DocumentWalker(limits: limits).walk([folder.path])
        #expect(whole.files.count == 27 && whole.leftOutCount == 0 && whole.isComplete)
    }
}
