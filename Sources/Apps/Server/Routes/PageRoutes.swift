// The page and its files, out of the program itself.

internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Pages

/// Serves what `Pages` embeds.
struct PageRoutes: Sendable {
    private struct File: Sendable {
        var type: String
        var bytes: ByteBuffer
        var tag: String

        init(_ page: ky_page) {
            unsafe self.init(Data(bytes: page.bytes, count: page.count), type: String(cString: page.type))
        }

        init(_ data: Data, type: String) {
            let digest = SHA256.hash(data: data).prefix(12).map { String($0, radix: 16) }.joined()
            (bytes, tag) = (ByteBuffer(bytes: data), "\"\(digest)\"")
            self.type = type
        }
    }

    private let files: [String: File]
    private let description: File
    private let worker: File

    init() {
        var files: [String: File] = [:]
        for index in 0..<ky_pages_count {
            guard let page = unsafe ky_page_at(index)?.pointee else { continue }
            unsafe files[String(cString: page.path)] = File(page)
        }
        self.files = files
        description = unsafe File(ky_openapi)
        worker = Self.worker(over: files)
    }

    /// The service worker, told which files the shell is made of and what they hold: a change of any of them is a new
    /// worker, which fetches them all anew.
    private static func worker(over files: [String: File]) -> File {
        let parts = files.filter { path, _ in
            path == "index.html" || (path.hasPrefix("assets/") && !path.hasPrefix("assets/embed"))
                || (path.hasPrefix("vendor/") && !path.hasPrefix("vendor/katex/fonts/"))
        }.sorted { $0.key < $1.key }
        let tags = parts.map { $0.key + $0.value.tag }.joined(separator: "\n")
        let version = SHA256.hash(data: Data(tags.utf8)).prefix(12).map { String($0, radix: 16) }.joined()
        let paths = parts.map { $0.key == "index.html" ? "\"/\"" : "\"/\($0.key)\"" }.joined(separator: ",\n  ")
        let code = files["assets/app/worker.js"].map { String(buffer: $0.bytes) } ?? ""
        return File(
            Data("const version = '\(version)';\nconst shell = [\n  \(paths),\n];\n\(code)".utf8),
            type: "text/javascript; charset=utf-8"
        )
    }

    /// How a browser's search bar asks; the address is the one under which the browser knows us.
    private func search(_ request: Request) throws -> Response {
        let language = try QueryValue.text("language", in: request) ?? "en"
        guard let template = files["assets/app/opensearch.\(language == "zh" ? "zh" : "en").xml"] else {
            throw APIError.notFound("There is no description for search bars.")
        }
        // What stands in `Host` is the client's own word, and must end no attribute.
        let site = request.site.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
            "\"",
            with: "&quot;"
        )
        let text = String(buffer: template.bytes).replacing("{site}", with: site)
        return Response(
            status: .ok,
            headers: [.contentType: "application/opensearchdescription+xml; charset=utf-8", .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    /// The addresses that the page itself names; what it shows there is its own business.
    static let addresses = ["", "c/:id", "s/:token", "history", "library", "d/:id"]

    /// What browsers look for at addresses of their own.
    static let files = [
        "openapi.json", "favicon.ico", "manifest.webmanifest", "opensearch.xml", "sw.js", "embed", "embed.js",
    ]

    func add(to router: Router<KaiyuanContext>) {
        for address in Self.addresses {
            router.get("\(address)") { request, _ in
                var response = try file("index.html", request)
                // Only the browser itself says `none`: the user typed, opened a bookmark or used the search bar, and no
                // page sent them. A question in such an address may be asked at once.
                if request.headers[.secFetchSite] == "none" { response.headers[.serverTiming] = "own" }
                return response
            }
        }
        for folder in ["assets", "vendor"] {
            router.get("\(folder)/**") { request, context in
                try file("\(folder)/" + context.parameters.getCatchAll().joined(separator: "/"), request)
            }
        }
        router.get("manifest.webmanifest") { request, _ in try file("assets/app/manifest.json", request) }
        router.get("sw.js") { request, _ in respond(with: worker, to: request) }
        router.get("opensearch.xml") { request, _ in try search(request) }
        router.get("favicon.ico") { request, _ in try file("assets/icon.svg", request) }
        router.get("openapi.json") { request, _ in respond(with: description, to: request) }
    }

    func file(_ path: String, _ request: Request) throws -> Response {
        guard let file = files[path] else { throw APIError.notFound("There is no \(path.prefix(100)).") }
        return respond(with: file, to: request)
    }

    /// The page, which says that there is nothing at an address.
    func unknownAddress() throws -> Response {
        guard let file = files["index.html"] else { throw APIError.notFound("There is no page.") }
        return Response(
            status: .notFound,
            headers: [.contentType: file.type, .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: file.bytes)
        )
    }

    private func respond(with file: File, to request: Request) -> Response {
        let headers: HTTPFields = [.contentType: file.type, .eTag: file.tag, .cacheControl: "no-cache"]
        if request.headers[.ifNoneMatch] == file.tag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.bytes))
    }
}
