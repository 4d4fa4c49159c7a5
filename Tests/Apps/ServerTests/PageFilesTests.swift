import Foundation
import Pages
import Testing

@Suite("The page's files")
struct PageFilesTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/Apps/Pages")

    private static func files(_ name: String) -> Set<String> {
        let base = folder.appendingPathComponent(name).path
        let paths = FileManager.default.subpaths(atPath: base) ?? []
        return Set(
            paths.filter { path in
                var isFolder: ObjCBool = false
                return unsafe FileManager.default.fileExists(atPath: base + "/" + path, isDirectory: &isFolder)
                    && !isFolder.boolValue
            }
        )
    }

    @Test("every file of web/ and vendor/ is inside the program, byte for byte, and nothing else")
    func completeness() throws {
        var expected: [String: URL] = [:]
        for path in Self.files("web") {
            expected[path == "index.html" ? path : "assets/" + path] = Self.folder.appendingPathComponent("web/" + path)
        }
        for path in Self.files("vendor") {
            expected["vendor/" + path] = Self.folder.appendingPathComponent("vendor/" + path)
        }
        var embedded: [String: Data] = [:]
        for index in 0..<ky_pages_count {
            guard let page = unsafe ky_page_at(index)?.pointee else { continue }
            unsafe embedded[String(cString: page.path)] = Data(bytes: page.bytes, count: page.count)
        }
        #expect(Set(embedded.keys) == Set(expected.keys))
        for (path, url) in expected { #expect(try embedded[path] == Data(contentsOf: url), "\(path)") }
    }

    @Test("no page has a script or a style inside itself, which its own policy would forbid")
    func policy() throws {
        let html = try String(contentsOf: Self.folder.appendingPathComponent("web/index.html"), encoding: .utf8)
        #expect(html.firstMatch(of: /<script(?![^>]*\bsrc=)/) == nil)
        #expect(html.firstMatch(of: /<style|\sstyle=|\son[a-z]+=/) == nil)
    }
}
