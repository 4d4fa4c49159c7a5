// The requests that a hub understands: the list of a model's files, and ranges of a file. Redirects are followed here, since
// what a hub says about a file stands in its first answer, before the store of large files is named.

internal import AsyncHTTPClient
internal import Foundation
internal import ModelFiles
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// A hub in Hugging Face's manner.
package struct HubClient: Sendable {
    /// The address in front of all paths, without a slash at its end.
    package let endpoint: String
    private let client: HTTPClient

    private static let redirectLimit = 8
    private static let listingLimit = 32 << 20

    init(endpoint: String, client: HTTPClient) {
        self.endpoint = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        self.client = client
    }

    /// The files of a model: by the tree of a revision, or, where a hub has none, by the model's own page.
    func listing(of model: HubModelName) async throws -> HubListing {
        let tree = "\(endpoint)/api/models/\(model.path)/tree/\(model.revision)?recursive=true"
        let page = "\(endpoint)/api/models/\(model.path)/revision/\(model.revision)"
        for address in [tree, page, "\(endpoint)/api/models/\(model.path)"] {
            let response = try await follow(address, headers: ["Accept": "application/json"]).response
            switch response.status.code {
            case 200:
                guard let body = try? await response.body.collect(upTo: Self.listingLimit) else {
                    throw HubError.badAnswer(
                        address,
                        reason: "breaks off, or sends more than \(Self.listingLimit) bytes"
                    )
                }
                return try HubListing(JSON(parsing: Array(body.readableBytesView), file: address), address: address)
            case 401, 403, 404: continue
            default: throw HubError.status(address, code: Int(response.status.code))
            }
        }
        throw HubError.noSuchModel(model.path, hub: endpoint)
    }

    /// What a hub says about a file without sending it.
    struct Particulars {
        var byteCount: Int?
        var digest: HubFile.Digest?
        var entityTag: String?
    }

    func particulars(of file: HubFile, in model: HubModelName) async throws -> Particulars {
        let address = address(of: file, in: model)
        let (response, headers) = try await follow(address, method: .HEAD)
        guard response.status.code == 200 else { throw HubError.status(address, code: Int(response.status.code)) }
        // The first answer speaks of the file, the last one of where it lies.
        let tag = (headers.first(name: "x-linked-etag") ?? headers.first(name: "ETag")).map {
            $0.replacing("W/", with: "").replacing("\"", with: "").lowercased()
        }
        let size =
            headers.first(name: "x-linked-size") ?? response.headers.first(name: "Content-Length")
        var particulars = Particulars(
            byteCount: size.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil },
            entityTag: tag
        )
        if let tag, tag.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) {
            if tag.utf8.count == 64 { particulars.digest = .sha256(tag) }
            if tag.utf8.count == 40 { particulars.digest = .gitBlob(tag) }
        }
        return particulars
    }

    /// The answer to a request for some bytes of a file.
    enum RangeAnswer {
        /// The bytes that were asked for follow.
        case range(HTTPClientResponse.Body)
        /// The server sends only whole files.
        case whole(HTTPClientResponse.Body)
    }

    /// Asks for a range of a file of the size.
    func bytes(_ range: Range<Int>, of file: HubFile, size: Int, in model: HubModelName) async throws -> RangeAnswer {
        let address = address(of: file, in: model)
        let headers: HTTPHeaders = ["Range": "bytes=\(range.lowerBound)-\(range.upperBound - 1)"]
        let response = try await follow(address, headers: headers).response
        switch response.status.code {
        case 206:
            let expected = "bytes \(range.lowerBound)-\(range.upperBound - 1)/"
            let content = response.headers.first(name: "Content-Range") ?? ""
            guard content == expected + "\(size)" || content == expected + "*" else {
                throw HubError.badAnswer(address, reason: "sends \"\(content)\" where \(expected)\(size) was asked for")
            }
            return .range(response.body)
        case 200: return .whole(response.body)
        default: throw HubError.status(address, code: Int(response.status.code))
        }
    }

    func address(of file: HubFile, in model: HubModelName) -> String {
        "\(endpoint)/\(model.path)/resolve/\(model.revision)/\(file.path)"
    }

    /// The last answer and the headers of the first.
    private func follow(
        _ start: String,
        method: HTTPMethod = .GET,
        headers: HTTPHeaders = [:]
    ) async throws -> (response: HTTPClientResponse, firstHeaders: HTTPHeaders) {
        var address = start
        var first: HTTPHeaders?
        for _ in 0...Self.redirectLimit {
            var request = HTTPClientRequest(url: address)
            request.method = method
            request.headers = headers
            request.headers.add(name: "User-Agent", value: "Kaiyuan/0.1")
            let response: HTTPClientResponse
            do {
                response = try await client.execute(request, timeout: .hours(24))
            } catch let error as CancellationError {
                throw error
            } catch {
                throw Task.isCancelled ? CancellationError() : HubError.unreachable(start, reason: Self.reason(error))
            }
            first = first ?? response.headers
            guard [301, 302, 303, 307, 308].contains(response.status.code),
                let location = response.headers.first(name: "Location"),
                let base = URL(string: address), let target = URL(string: location, relativeTo: base)
            else { return (response, first ?? [:]) }
            address = target.absoluteString
        }
        throw HubError.badAnswer(start, reason: "redirects more than \(Self.redirectLimit) times")
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: error.shortDescription
        case is NIOConnectionError, is IOError: "nobody answers there"
        default: String("\(error)".prefix(120))
        }
    }
}
