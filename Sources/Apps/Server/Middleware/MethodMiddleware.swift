// Answers methods that a path does not have with 405 and those that it has. The table is the API's own description, so
// that both cannot say different things, and the page's addresses, which are only read.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Pages

/// Refuses methods that a path does not have.
struct MethodMiddleware: RouterMiddleware {
    private let paths: [(segments: [Substring], methods: [String])]

    init() {
        let data = unsafe Data(bytes: ky_openapi.bytes, count: ky_openapi.count)
        let description = try? JSONDecoder().decode(Description.self, from: data)
        let described: [(segments: [Substring], methods: [String])] = (description?.paths ?? [:]).map {
            path,
            operations in
            var methods = operations.keys.map { $0.uppercased() }
            if methods.contains("GET") { methods.append("HEAD") }
            return (path.split(separator: "/"), methods.sorted())
        }
        let pages = (PageRoutes.addresses + PageRoutes.files).map { address in
            (address.split(separator: "/").map { $0.hasPrefix(":") ? "{}" : $0 }, ["GET", "HEAD"])
        }
        paths = described + pages
    }

    func handle(
        _ request: Request,
        context: KaiyuanContext,
        next: (Request, KaiyuanContext) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path.split(separator: "/")
        let entry = paths.first { Self.matches($0.segments, path) }
        if let entry, !entry.methods.contains(request.method.rawValue) {
            throw APIError(
                status: .methodNotAllowed,
                code: "method_not_allowed",
                message: "This path knows \(entry.methods.joined(separator: ", ")), not \(request.method.rawValue).",
                headers: [.allow: entry.methods.joined(separator: ", ")]
            )
        }
        return try await next(request, context)
    }

    private struct Description: Decodable {
        struct Operation: Decodable {}

        var paths: [String: [String: Operation]]
    }

    private static func matches(_ template: [Substring], _ path: [Substring]) -> Bool {
        template.count == path.count && zip(template, path).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
    }
}
