import Testing

@testable import Web

@Suite("The files of a repository")
struct RepositoryCloneTests {
    private static func paths(_ lines: [String], limits: FetchLimits = FetchLimits()) -> [String] {
        RepositoryClone.files(of: Array(lines.map { $0 + "\0" }.joined().utf8), limits: limits).map(\.path)
    }

    private static let object = String(repeating: "a", count: 40)

    @Test("only regular files that may be documents are read: no links, submodules, hidden files, code or giants")
    func kinds() {
        let listed = [
            "100644 blob \(Self.object)      12\tREADME.md", "100755 blob \(Self.object)      12\tdocs/guide 1.html",
            "120000 blob \(Self.object)      11\tdocs/passwd.md", "160000 commit \(Self.object)       -\tvendor.md",
            "100644 blob \(Self.object)      12\t.github/note.md", "100644 blob \(Self.object)      12\tmain.c",
            "100644 blob \(Self.object)       0\tempty.md", "100644 blob \(Self.object) 99999999\thuge.pdf",
            "100644 blob \(Self.object)      12\tLICENSE", "100644 blob --upload-pack=x 12\todd.md", "nonsense",
        ]
        #expect(Self.paths(listed) == ["README.md", "docs/guide 1.html", "LICENSE"])
    }

    @Test("a list that unpacks to more than the limit is cut")
    func bound() {
        var limits = FetchLimits()
        limits.repositoryByteCount = 25
        let listed = (1...5).map { "100644 blob \(Self.object) 10\t\($0).md" }
        #expect(Self.paths(listed, limits: limits) == ["1.md", "2.md"])
    }
}
