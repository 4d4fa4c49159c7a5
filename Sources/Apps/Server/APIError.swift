// What a request can be refused for: status, code and one sentence. All dialects make their JSON of this one type.

internal import Assistant
internal import Documents
internal import Foundation
package import HTTPTypes
internal import Hummingbird
internal import Retrieval

/// An error as clients see it.
package struct APIError: Error, Equatable, Sendable {
    package var status: HTTPResponse.Status
    package var code: String
    package var message: String
    /// The field that is wrong, if it is one.
    package var param: String?
    package var headers: HTTPFields = [:]

    static func invalid(_ message: String, param: String? = nil, code: String = "invalid_value") -> APIError {
        APIError(status: .badRequest, code: code, message: message, param: param)
    }

    static func notFound(_ message: String, code: String = "not_found") -> APIError {
        APIError(status: .notFound, code: code, message: message)
    }

    /// The client did not wait for the answer; nobody sees this but the log and the counts.
    static var clientGone: APIError {
        APIError(
            status: .init(code: 499, reasonPhrase: "Client Closed Request"),
            code: "client_gone",
            message: "The client went away."
        )
    }

    /// OpenAI's `type`, which follows from the status.
    var type: String {
        switch status.code {
        case 403: "permission_error"
        case 429: "rate_limit_error"
        case 500...: "server_error"
        default: "invalid_request_error"
        }
    }
}

extension APIError {
    /// The one table from the errors of all rooms to what clients see.
    init(_ error: any Error) {
        switch error {
        case let error as APIError:
            self = error
        case let error as LibraryError:
            switch error {
            case .noSuchDocument: self = .notFound(error.description, code: "document_not_found")
            case .noSuchSource: self = .notFound(error.description, code: "source_not_found")
            case .badQuery: self = .invalid(error.description, param: "query")
            case .isBeingWritten:
                self = APIError(
                    status: .serviceUnavailable,
                    code: "library_busy",
                    message: error.description,
                    headers: [.retryAfter: "5"]
                )
            case .diskFull: self = .diskFull
            case .cannotOpen, .indexDamaged, .indexNotWritten:
                self = APIError(status: .internalServerError, code: "library_unavailable", message: error.description)
            }
        case is CancellationError:
            self = .clientGone
        case let error as AnswerDeskError:
            self = APIError(
                status: .serviceUnavailable,
                code: "stopping",
                message: error.description,
                headers: [.retryAfter: "5"]
            )
        case let error as ConversationError:
            self = .notFound(error.description)
        case let error as ReadingError:
            self = APIError(status: .unprocessableContent, code: error.code, message: error.description)
        case let error as any HTTPResponseError:
            self = APIError(
                status: error.status,
                code: error.status == .notFound ? "not_found" : "http_\(error.status.code)",
                message: "\((error as? HTTPError)?.body ?? error.status.reasonPhrase)."
            )
        default:
            self = Self.isDiskFull(error) ? .diskFull : .internal
        }
    }

    private static var `internal`: APIError {
        APIError(
            status: .internalServerError,
            code: "internal_error",
            message: "Something went wrong inside; the server's log says what. Try again."
        )
    }

    private static var diskFull: APIError {
        APIError(
            status: .init(code: 507, reasonPhrase: "Insufficient Storage"),
            code: "disk_full",
            message: "The server's disk is full. Nothing was kept; make room and try again."
        )
    }

    /// The system says so by number, SQLite (SQLITE_FULL) in its own words.
    private static func isDiskFull(_ error: any Error) -> Bool {
        if let error = error as? CocoaError, error.code == .fileWriteOutOfSpace { return true }
        let bridged = error as NSError
        let underlying = bridged.userInfo[NSUnderlyingErrorKey] as? NSError
        return [bridged, underlying].contains { $0?.domain == NSPOSIXErrorDomain && $0?.code == Int(ENOSPC) }
            || "\(error)".hasPrefix("SQLite error 13:")
    }
}
