import Foundation
import Testing

@testable import Documents

/// Bad, huge and malicious files: the right error, no crash, no hang, no memory.
@Suite("Hostile input")
struct HostileInputTests {
    private func code(of work: () async throws -> Document) async -> String {
        do {
            return "read: \(try await work().text.prefix(60))"
        } catch let error as ReadingError {
            #expect(error.description.hasSuffix("."))
            return error.code
        } catch {
            return "\(error)"
        }
    }

    @Test("a ZIP bomb is refused before it is unpacked")
    func zipBomb() async throws {
        let bomb = ZipFixture.docx(body: String(repeating: " ", count: 60 << 20))
        #expect(bomb.count < 1 << 20)
        #expect(await code { try await read(bomb, named: "x.docx") } == "hostile")
        var limits = ReadingLimits.standard
        limits.archiveEntryCount = 50
        let crowd = ZipFixture.archive((0..<60).map { ("\($0)", "") } + [("word/document.xml", "<a/>")])
        #expect(await code { try await read(crowd, named: "x.docx", limits: limits) } == "hostile")
    }

    @Test("XML that declares entities is refused, whatever its encoding")
    func entityBomb() async {
        let bomb =
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:document><w:body>&b;</w:body></w:document>"
        let parts: [(name: String, content: String)] = [
            (
                "_rels/.rels",
                "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
            ),
            ("word/document.xml", bomb),
        ]
        #expect(await code { try await read(ZipFixture.archive(parts), named: "x.docx") } == "hostile")
    }

    @Test("XML nested a thousand elements deep is refused")
    func deepXML() async {
        let deep = String(repeating: "<w:sdt>", count: 1000) + String(repeating: "</w:sdt>", count: 1000)
        let result = await code { try await read(ZipFixture.docx(body: "<w:p>" + deep + "</w:p>"), named: "x.docx") }
        #expect(result == "hostile" || result == "damaged")
    }

    @Test(
        "pages and JSON nested without end do not exhaust the stack",
        arguments: ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<blockquote>"]
    )
    func deepHTML(tag: String) async throws {
        let page = "<html><body><p>before</p>" + String(repeating: tag, count: 20_000) + "deep</body></html>"
        let result = await code { try await read(page, named: "x.html") }
        #expect(result.hasPrefix("read: before") || result == "hostile")
    }

    @Test("JSON nested without end is damaged, not fatal")
    func deepJSON() async {
        let text = "{\"a\":" + String(repeating: "[", count: 100_000)
        #expect(await code { try await read(text, named: "x.json") } == "damaged")
        let closed = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
        #expect(await code { try await read(closed, named: "x.json") }.hasPrefix("read: "))
    }

    @Test("RTF nested without end is refused")
    func deepRTF() async {
        #expect(
            await code { try await read("{\\rtf1 " + String(repeating: "{", count: 10_000), named: "x.rtf") }
                == "hostile"
        )
    }

    @Test("nothing, white space, NULs and noise each have their error")
    func nothing() async {
        #expect(await code { try await read([], named: "x.txt") } == "empty")
        #expect(await code { try await read(" \n\t\n ", named: "x.txt") } == "empty")
        #expect(await code { try await read([UInt8](repeating: 0, count: 5000), named: "x.txt") } == "unknown-format")
        #expect(await code { try await read("only text", named: "x.pdf") } == "damaged")
        #expect(await code { try await read("%PDF-1.7\ngarbage", named: "x.pdf") } == "damaged")
        #expect(
            await code { try await read([0x50, 0x4B, 3, 4] + [UInt8](repeating: 7, count: 900), named: "x.docx") }
                == "damaged"
        )
        #expect(await code { try await read("<html><body></body></html>", named: "x.html") } == "empty")
        let compound: [UInt8] =
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + "WordDocument".utf16.flatMap { [UInt8($0), 0] }
        #expect(await code { try await read(compound, named: "x.doc") } == "older-format")
    }

    @Test("a PDF of too many pages is refused by its count")
    func manyPages() async {
        var limits = ReadingLimits.standard
        limits.pageCount = 3
        let pdf = PDFFixture.pdf(Array(repeating: [TypedLine(72, 100, "text")], count: 4))
        await #expect(throws: ReadingError.tooManyPages(file: "x.pdf", pages: 4, limit: 3)) {
            try await read(pdf, named: "x.pdf", limits: limits)
        }
    }

    @Test("text beyond the limit is refused")
    func muchText() async {
        var limits = ReadingLimits.standard
        limits.textByteCount = 1000
        #expect(
            await code { try await read(String(repeating: "text ", count: 300).utf8, named: "x.txt", limits: limits) }
                == "too-much-text"
        )
    }

    // MARK: Files

    @Test("devices, pipes, folders, circles and sparse giants are never read")
    func odd() async throws {
        let folder = try TestFolder()
        let path = folder.path
        #expect(await code { try await DocumentLoader().load("/dev/zero-x") } == "not-found")
        unsafe #expect(mkfifo(path + "/x.fifo", 0o600) == 0)
        #expect(await code { try await DocumentLoader().load(path + "/x.fifo") } == "not-a-file")
        #expect(await code { try await DocumentLoader().load(path) } == "not-a-file")
        unsafe symlink(path + "/x.b", path + "/x.a")
        unsafe symlink(path + "/x.a", path + "/x.b")
        #expect(await code { try await DocumentLoader().load(path + "/x.a") } == "not-readable")
        let giant = unsafe fopen(path + "/x.txt", "w")
        unsafe ftruncate(fileno(giant), 2 << 30)
        unsafe fclose(giant)
        #expect(await code { try await DocumentLoader().load(path + "/x.txt") } == "too-large")
    }

    @Test("a file that grows while it is read is told, or read as it stood at one moment")
    func growing() async throws {
        let folder = try TestFolder()
        let path = folder.path + "/x.txt"
        let line = Array("one more line of the log\n".utf8)
        try Data(line).write(to: URL(filePath: path))
        let writer = Task.detached {
            let handle = try FileHandle(forWritingTo: URL(filePath: path))
            while !Task.isCancelled {
                try handle.seekToEnd()
                try handle.write(contentsOf: Data(repeatElement(line, count: 400).joined()))
            }
        }
        for _ in 0..<20 {
            let result = await code { try await DocumentLoader().load(path) }
            #expect(result.hasPrefix("read: one more") || result == "changed-while-reading")
        }
        writer.cancel()
        _ = await writer.result
    }

    @Test("a walk passes hidden files, enters each folder once and stops at its bound")
    func walk() throws {
        let folder = try TestFolder()
        let path = folder.path
        for name in ["b/2.txt", "b/1.txt", "a.txt", ".hidden/x.txt", ".x.txt", "c/d/3.txt"] {
            let url = URL(filePath: path + "/" + name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data("x".utf8).write(to: url)
        }
        unsafe symlink(path, path + "/c/loop")
        unsafe mkfifo(path + "/pipe", 0o600)
        let walk = DocumentWalker().walk([path])
        #expect(
            walk.files.map { String($0.dropFirst(path.count + 1)) } == ["a.txt", "b/1.txt", "b/2.txt", "c/d/3.txt"]
        )
        #expect(walk.skipped.map(\.error.code) == ["not-a-file"] && walk.isComplete)
        var limits = ReadingLimits.standard
        limits.fileCount = 2
        let bounded = DocumentWalker(limits: limits).walk([path])
        #expect(bounded.files.count == 2 && !bounded.isComplete)
        #expect(DocumentWalker().walk([path + "/none"]).skipped.map(\.error.code) == ["not-found"])
    }

    // MARK: Cuts and mutations

    /// A small sample of every format.
    static let samples: [(name: String, bytes: [UInt8])] = [
        (
            "x.docx",
            ZipFixture.docx(
                body: "<w:p><w:r><w:t>中文 text</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
            )
        ),
        (
            "x.xlsx",
            ZipFixture.xlsx(
                rows: "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>1</v></c></row>",
                strings: ["s"]
            )
        ),
        (
            "x.rtf",
            Array(
                "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 A;}}\\u20013?\\'d6\\'d0 {\\footnote n}\\trowd a\\cell\\row\\par}"
                    .utf8
            )
        ),
        (
            "x.html",
            Array("<html><body><h1>标题</h1><table><tr><td>1<td>2</table><pre>x</pre><ul><li>a</ul></body></html>".utf8)
        ),
        (
            "x.md",
            Array("---\ntitle: x\n---\n# h\n\n| a | b |\n|--|--|\n| [1](x) | `2` |\n\n```\ncode\n```\n> q\n".utf8)
        ),
        ("x.json", Array("{\"a\":[1,2,{\"b\":\"\\u4f60\"}],\"text\":\"中文\"}".utf8)),
        ("x.vtt", Array("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>你好 <b>x</b>\n".utf8)),
        (
            "x.eml",
            Array(
                "From: a@b\nSubject: =?gb2312?B?1tDOxA==?=\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=y\n\n--y\n\nhi=\n--y--\n"
                    .utf8
            )
        ),
        ("x.csv", Array("a;b;c\n\"1\n2\";3;4\n5;6;7\n".utf8)),
    ]

    @Test("every cut of every format is read or refused", arguments: samples.indices)
    func cuts(index: Int) async {
        let (name, bytes) = Self.samples[index]
        let step = max(1, bytes.count / 80)
        for count in stride(from: 0, through: bytes.count, by: step) {
            await survives(Array(bytes.prefix(count)), name)
        }
    }

    @Test("every mutation is read or refused", arguments: samples.indices)
    func mutations(index: Int) async {
        let (name, bytes) = Self.samples[index]
        var random = SeededRandom(seed: UInt64(index) + 1)
        for _ in 0..<120 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                mutated[Int.random(in: mutated.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            await survives(mutated, name)
        }
    }

    @Test(
        "real documents cut short are read or refused",
        .enabled(if: SharedData.exists, "needs ../shared/data"),
        arguments: SharedData.rows
    )
    func realCuts(row: SharedData.Row) async throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: row.path)))
        // Each cut of a PDF runs poppler twice.
        for part in row.file.hasSuffix("pdf") ? [0.5] : [0.02, 0.3, 0.6, 0.9, 0.99] {
            await survives(Array(bytes.prefix(Int(Double(bytes.count) * part))), row.file)
        }
    }

    private func survives(_ bytes: [UInt8], _ name: String) async {
        do throws(ReadingError) {
            expectSound(try await read(bytes, named: name))
        } catch {
            #expect(!error.code.isEmpty && error.description.contains(name))
        }
    }
}

/// A folder that is gone when its owner is.
final class TestFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path() + "kaiyuan-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Issue.record(error)
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every machine.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
