// JSON in and out: bodies are bounded, decoded once, and refused with the name of the field that is wrong.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Reads and writes JSON bodies.
enum JSONBody {
    static let largestBody = 2 << 20

    /// The body as a value.
    static func decode<Value: Decodable>(_ type: Value.Type, from request: Request) async throws -> Value {
        let body = try await data(from: request)
        do {
            return try JSONDecoder().decode(type, from: body)
        } catch let error as DecodingError {
            throw APIError(error)
        }
    }

    /// The body as it came, within its bounds.
    static func data(from request: Request) async throws -> Data {
        if let type = request.headers[.contentType], !type.lowercased().contains("json") {
            throw APIError(
                status: .unsupportedMediaType,
                code: "unsupported_media_type",
                message: "The body is \(type). Send JSON (Content-Type: application/json)."
            )
        }
        if let encoding = request.headers[.contentEncoding], encoding != "identity" {
            throw APIError(
                status: .unsupportedMediaType,
                code: "unsupported_content_encoding",
                message: "The body is compressed as \(encoding). Send it plain."
            )
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > largestBody { throw tooLarge }
        let body = try await request.whileBodyComes { pace in
            var body = Data()
            try await request.readBody(at: pace) { piece in
                guard body.count + piece.readableBytes <= largestBody else { throw tooLarge }
                body.append(contentsOf: piece.readableBytesView)
            }
            return body
        }
        return body
    }

    private static var tooLarge: APIError {
        APIError(
            status: .contentTooLarge,
            code: "body_too_large",
            message: "The body has more than \(largestBody) bytes. Send less."
        )
    }

    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return try encoder.encode(value)
    }

    /// A response with the value as its JSON body.
    static func response(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encode(value)))
        )
    }
}

extension APIError {
    /// Names the field and what is expected in it.
    fileprivate init(_ error: DecodingError) {
        func name(_ path: [any CodingKey]) -> String? {
            path.isEmpty ? nil : path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            let field = name(context.codingPath + [key])
            self = .invalid("The field \"\(field ?? "")\" is missing.", param: field, code: "missing_field")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            let field = name(context.codingPath)
            self = .invalid(
                "\(field.map { "The field \"\($0)\"" } ?? "The body") has a value of the wrong type.",
                param: field
            )
        case .dataCorrupted(let context):
            let field = name(context.codingPath)
            self = .invalid(
                field.map { "The field \"\($0)\" has a value that is not allowed." } ?? "The body is not valid JSON.",
                param: field
            )
        @unknown default:
            self = .invalid("The body is not valid JSON.")
        }
    }
}
