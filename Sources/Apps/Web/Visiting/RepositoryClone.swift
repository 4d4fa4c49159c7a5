// A git repository's present files, by git itself with everything off that could run, ask, follow or fill: a bare
// shallow clone from a checked address, and then file by file out of it. Nothing is ever checked out, so no symbolic link,
// filter, hook or submodule of the repository comes to life.

internal import Foundation
internal import Subprocess
internal import SystemPackage

/// A repository as it stands now.
struct RepositoryClone: Sendable {
    let address: WebAddress
    /// What HEAD is.
    let commit: String
    let files: [File]
    private let folder: String
    private let git: GitProgram

    /// A file of the repository.
    struct File: Sendable, Equatable {
        var path: String
        var object: String
        var byteCount: Int
    }

    private static let fileCount = 10_000
    private static let fileByteCount = 20 << 20
    private static let listByteCount = 16 << 20

    /// Clones the repository into a temporary folder, which `remove` takes away.
    ///
    /// - Throws: `FetchError`.
    init(of address: WebAddress, fetcher: WebFetcher) async throws {
        let checked = try await fetcher.checkedAddresses(of: address)[0]
        let folder = FileManager.default.temporaryDirectory.path + "/kaiyuan-git-\(UUID().uuidString)"
        let git = GitProgram(address: address, checked: checked, limits: fetcher.limits)
        do {
            _ = try await git.output(
                ["clone", "--bare", "--depth", "1", "--single-branch", "--no-tags", "--template=", "--quiet"]
                    + ["--", address.description, folder],
                mergesErrors: true
            )
            let head = try await git.output(["--git-dir", folder, "rev-parse", "HEAD"])
            commit = String(decoding: head, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            let list = try await git.output(
                ["--git-dir", folder, "ls-tree", "-r", "-l", "-z", "HEAD"],
                limit: Self.listByteCount
            )
            files = Self.files(of: list, limits: fetcher.limits)
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
        (self.address, self.folder, self.git) = (address, folder, git)
    }

    /// What HEAD of the repository is, without cloning it.
    static func head(of address: WebAddress, fetcher: WebFetcher) async throws -> String {
        let checked = try await fetcher.checkedAddresses(of: address)[0]
        let git = GitProgram(address: address, checked: checked, limits: fetcher.limits)
        let line = try await git.output(
            ["ls-remote", "--quiet", "--", address.description, "HEAD"],
            mergesErrors: true
        )
        return String(decoding: line.prefix { $0 != UInt8(ascii: "\t") }, as: UTF8.self)
    }

    /// The contents of a file.
    func contents(of file: File) async throws -> [UInt8] {
        try await git.output(["--git-dir", folder, "cat-file", "blob", file.object], limit: Self.fileByteCount)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// The regular files of `ls-tree -r -l -z`: "mode type object size<TAB>path<NUL>".
    ///
    /// Links, submodules, hidden files, large files, and what is plainly no document are left out.
    static func files(of list: [UInt8], limits: FetchLimits) -> [File] {
        var files: [File] = []
        var byteCount = 0
        for entry in list.split(separator: 0) {
            guard let tab = entry.firstIndex(of: UInt8(ascii: "\t")),
                let path = String(validating: entry[(tab + 1)...], as: UTF8.self)
            else { continue }
            let facts = entry[..<tab].split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
            guard facts.count == 4, facts[0].hasPrefix("100"), facts[1] == "blob", let size = Int(facts[3]),
                (1...fileByteCount).contains(size), facts[2].allSatisfy(\.isHexDigit),
                !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }), Self.mayBeDocument(path)
            else { continue }
            byteCount += size
            guard files.count < fileCount, byteCount <= limits.repositoryByteCount else { break }
            files.append(File(path: path, object: facts[2], byteCount: size))
        }
        return files
    }

    /// Documents, not the program's own text: who asks a repository something asks what was written for people.
    private static func mayBeDocument(_ path: String) -> Bool {
        guard let name = path.split(separator: "/").last else { return false }
        guard let dot = name.lastIndex(of: ".") else { return ["README", "LICENSE", "CHANGELOG"].contains(name) }
        return documentEndings.contains(name[name.index(after: dot)...].lowercased())
    }

    private static let documentEndings: Set<String> = [
        "md", "markdown", "mdx", "rst", "txt", "text", "adoc", "asciidoc", "org", "tex", "html", "htm", "xhtml", "pdf",
        "docx", "pptx", "xlsx", "odt", "epub", "rtf", "csv", "tsv", "ipynb", "srt", "vtt", "eml",
    ]

    /// Where a person looks at a file of this version: the page of the places where most repositories lie, else the
    /// repository's own address with the path.
    func shownAddress(of file: File) -> String {
        let path = file.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? file.path
        let home = address.description.hasSuffix(".git") ? String(address.description.dropLast(4)) : address.description
        return switch address.host {
        case "github.com", "gitee.com": "\(home)/blob/\(commit)/\(path)"
        case "gitlab.com": "\(home)/-/blob/\(commit)/\(path)"
        case "codeberg.org": "\(home)/src/commit/\(commit)/\(path)"
        default: "\(address)#\(path)"
        }
    }
}

/// Runs git for one repository, with nothing of the machine's own settings and within limits.
struct GitProgram: Sendable {
    let address: WebAddress
    /// The address that its host was found to have, and that was allowed.
    let checked: IPAddress
    let limits: FetchLimits

    private static let seconds = 300

    /// What git is told before its command: no hooks, no helpers, no other protocol, no redirect, no second look-up.
    private var settings: [String] {
        let literal = checked.bytes.count == 16 ? "[\(checked)]" : "\(checked)"
        let values = [
            "core.hooksPath=/dev/null", "core.askPass=true", "credential.helper=", "protocol.allow=never",
            "protocol.\(address.scheme).allow=always", "http.followRedirects=false", "http.sslVerify=true",
            "http.curloptResolve=\(address.host):\(address.port):\(literal)", "http.proxy=", "fetch.fsckObjects=true",
            "transfer.unpackLimit=1", "gc.auto=0", "maintenance.auto=false", "submodule.recurse=false",
            "http.lowSpeedLimit=1000", "http.lowSpeedTime=20", "core.fsmonitor=false", "fetch.recurseSubmodules=false",
        ]
        return values.flatMap { ["-c", $0] }
    }

    /// The output of a command, cut at `limit` bytes; with what it complains of where `mergesErrors`.
    ///
    /// - Throws: `FetchError.repository` where git fails.
    func output(_ arguments: [String], mergesErrors: Bool = false, limit: Int = 1 << 20) async throws -> [UInt8] {
        // The shell sets the limits that git and all it starts inherit; sizes of files are in blocks of 512 bytes.
        let script =
            "ulimit -c 0; ulimit -t \(Self.seconds); ulimit -f \(limits.repositoryByteCount / 512); "
            + "ulimit -v \(2 << 20) 2>/dev/null; exec \"$@\" \(mergesErrors ? "2>&1" : "2>/dev/null")"
        let command = ["-c", script, "sh", "git"] + settings + arguments
        let (address, name) = (self.address, arguments.first { !$0.hasPrefix("-") } ?? "git")
        return try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask { try await Self.run(command, limit: limit, address: address) }
            group.addTask {
                try await Task.sleep(for: .seconds(Self.seconds))
                throw FetchError.repository(
                    "\(address)",
                    reason: "git \(name) took longer than \(Self.seconds) seconds"
                )
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }

    private struct Enough: Error {}

    private static func run(_ command: [String], limit: Int, address: WebAddress) async throws -> [UInt8] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        var output: [UInt8] = []
        let status: TerminationStatus
        do {
            status = try await Subprocess.run(
                .name("sh"),
                arguments: Arguments(command),
                environment: .custom([
                    "PATH": path, "HOME": "/nonexistent", "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1",
                    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true",
                    "SSH_ASKPASS": "true", "GIT_LFS_SKIP_SMUDGE": "1", "GIT_OPTIONAL_LOCKS": "0",
                ]),
                input: .none,
                output: .sequence,
                error: .discarded
            ) { execution in
                for try await buffer in execution.standardOutput {
                    let bytes = unsafe buffer.withUnsafeBytes { unsafe [UInt8]($0) }
                    output += bytes.prefix(limit - output.count)
                    // A list without an end: what is here is enough. Throwing ends the program.
                    if output.count >= limit { throw Enough() }
                }
            }.terminationStatus
        } catch is Enough {
            return output
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw FetchError.repository("\(address)", reason: "git could not be run; install the package git")
        }
        guard status.isSuccess else {
            let said = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline)
            let reason = status == .exited(127) ? "install the package git" : said.last.map { String($0.prefix(200)) }
            throw FetchError.repository("\(address)", reason: reason ?? "git says nothing")
        }
        return output
    }
}
