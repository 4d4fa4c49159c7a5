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
            let data = unsafe Data(bytes: page.bytes, count: page.count)
            let digest = SHA256.hash(data: data).prefix(12).map { String($0, radix: 16) }.joined()
            (bytes, tag) = (ByteBuffer(bytes: data), "\"\(digest)\"")
            type = unsafe String(cString: page.type)
        }
    }

    private let files: [String: File]
    private let description: File

    init() {
        var files: [String: File] = [:]
        for index in 0..<ky_pages_count {
            guard let page = unsafe ky_page_at(index)?.pointee else { continue }
            unsafe files[String(cString: page.path)] = File(page)
        }
        self.files = files
        description = unsafe File(ky_openapi)
    }

    /// The addresses that the page itself names; what it shows there is its own business.
    static let addresses = ["", "c/:id", "s/:token", "history", "library", "d/:id"]

    func add(to router: Router<KaiyuanContext>) {
        for address in Self.addresses {
            router.get("\(address)") { request, _ in try file("index.html", request) }
        }
        for folder in ["assets", "vendor"] {
            router.get("\(folder)/**") { request, context in
                try file("\(folder)/" + context.parameters.getCatchAll().joined(separator: "/"), request)
            }
        }
        router.get("favicon.ico") { request, _ in try file("assets/icon.svg", request) }
        router.get("openapi.json") { request, _ in respond(with: description, to: request) }
    }

    private func file(_ path: String, _ request: Request) throws -> Response {
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
