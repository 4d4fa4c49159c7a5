// Values in a request's query string, parsed and bounded at the door.

internal import Foundation
internal import Hummingbird

/// Reads query parameters.
enum QueryValue {
    private static let longestText = 4_000
    /// No document is longer.
    static let largestOffset = 2_147_483_647

    /// The parameter's value, decoded as forms are encoded: `+` is a blank.
    ///
    /// The first one counts; nil when it is absent.
    private static func value(_ name: String, in request: Request) throws -> String? {
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.replacing("+", with: " ").removingPercentEncoding
            }
            guard parts[0] == name else { continue }
            guard let value = parts.count > 1 ? parts[1] : "" else {
                throw APIError.invalid("\(name) is not encoded as UTF-8 with percent signs.", param: name)
            }
            return value
        }
        return nil
    }

    /// The parameter's text; nil when it is absent or empty.
    static func text(_ name: String, in request: Request) throws -> String? {
        guard let value = try value(name, in: request), !value.isEmpty else { return nil }
        guard value.unicodeScalars.count <= longestText else {
            throw APIError.invalid("\(name) has more than \(longestText) characters.", param: name)
        }
        return value
    }

    /// The parameter as an id: letters, digits, `_` and `-`.
    static func identifier(_ name: String, in request: Request) throws -> String? {
        guard let value = try value(name, in: request) else { return nil }
        guard value.wholeMatch(of: /[A-Za-z0-9_-]{1,200}/) != nil else {
            throw APIError.invalid("\(name) is no id.", param: name)
        }
        return value
    }

    /// The parameter as a whole number within the range.
    static func integer(_ name: String, in request: Request, _ range: ClosedRange<Int>) throws -> Int? {
        guard let value = try text(name, in: request) else { return nil }
        guard let number = Int(value), range.contains(number) else {
            throw APIError.invalid(
                "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(value.prefix(40))\".",
                param: name
            )
        }
        return number
    }
}

extension KaiyuanContext {
    /// The id in the path.
    func documentID() throws -> Int64 {
        let text = try parameters.require("id")
        guard let id = Int64(text), id > 0 else {
            throw APIError.notFound("There is no document \(text.prefix(40)).", code: "document_not_found")
        }
        return id
    }
}
