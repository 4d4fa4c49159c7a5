// One address fetched: resolved, checked, connected to what was checked, at every redirect anew; bounded in size and
// time; without cookies. Start here for everything that leaves this machine.

internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix

/// Fetches from the web.
package struct WebFetcher: Sendable {
    package let limits: FetchLimits
    package let policy: AddressPolicy
    private let resolver: Resolver

    /// The name under which robots.txt and pages may address this program.
    package static let agent = "kaiyuan"
    private static let userAgent = "Kaiyuan/0.1 (reads pages into a library; honours robots.txt for \"kaiyuan\")"

    package init(policy: AddressPolicy, limits: FetchLimits = FetchLimits(), resolver: Resolver = .system) {
        (self.policy, self.limits, self.resolver) = (policy, limits, resolver)
    }

    /// What the library has already, so that the server may say that it is still so.
    package struct Known: Sendable {
        package var etag: String?
        package var lastModified: String?

        package init(etag: String? = nil, lastModified: String? = nil) {
            (self.etag, self.lastModified) = (etag, lastModified)
        }
    }

    /// The answer to a request.
    package struct Answer: Sendable {
        /// Where the redirects ended.
        package var address: WebAddress
        package var bytes: [UInt8] = []
        /// Whether what is known is still so; there are no bytes then.
        package var isUnchanged = false
        /// The media type, in lower case, without parameters.
        package var type: String?
        package var charset: String?
        package var etag: String?
        package var lastModified: String?
        /// The words of `X-Robots-Tag` that are meant for all programs or for this one, in lower case.
        package var robots: Set<String> = []
    }

    /// Fetches the address, following redirects as far as the limits allow.
    ///
    /// - Throws: `FetchError`, or `CancellationError`.
    package func fetch(_ address: WebAddress, known: Known = Known(), accept: String = "*/*") async throws -> Answer {
        let seconds = limits.seconds
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask { try await follow(address, known, accept) }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw FetchError.tooSlow("\(address)", seconds: seconds)
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }

    private func follow(_ start: WebAddress, _ known: Known, _ accept: String) async throws -> Answer {
        var address = start
        for _ in 0...limits.redirectCount {
            switch try await ask(address, known, accept) {
            case .answer(let answer): return answer
            case .redirect(let target):
                guard let next = WebAddress(target, from: address) else {
                    throw FetchError.badRedirect("\(start)", to: target)
                }
                address = next
            }
        }
        throw FetchError.tooManyRedirects("\(start)", limit: limits.redirectCount)
    }

    /// The addresses of a host that may be connected to.
    ///
    /// - Throws: `FetchError.unknownHost`, or `.refused` where all it has are forbidden.
    package func checkedAddresses(of address: WebAddress) async throws -> [IPAddress] {
        let literal = IPAddress(address.host)
        let all = if let literal { [literal] } else { await resolver.addresses(address.host) }
        guard !all.isEmpty else { throw FetchError.unknownHost("\(address)", host: address.host) }
        let allowed = all.filter { policy.allows($0, for: address.host) }
        guard !allowed.isEmpty else { throw FetchError.refused("\(address)", host: address.host) }
        return allowed
    }

    private enum Step {
        case answer(Answer)
        case redirect(String)
    }

    /// One request to one host, by the first of its addresses that takes the connection.
    private func ask(_ address: WebAddress, _ known: Known, _ accept: String) async throws -> Step {
        let addresses = try await checkedAddresses(of: address).prefix(2)
        for checked in addresses.dropLast() {
            do {
                return try await ask(address, at: checked, known, accept)
            } catch FetchError.unreachable {
                continue
            }
        }
        return try await ask(address, at: addresses[addresses.endIndex - 1], known, accept)
    }

    private func ask(
        _ address: WebAddress,
        at checked: IPAddress,
        _ known: Known,
        _ accept: String
    ) async throws -> Step {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: .milliseconds(Int64(limits.idleSeconds * 1_000))),
            decompression: .enabled(limit: .size(limits.byteCount))
        )
        // The client would resolve the name again, and a name may resolve to something else the second time.
        configuration.dnsOverride = [address.host: checked.description]
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        var request = HTTPClientRequest(url: address.description)
        request.headers = [
            "User-Agent": Self.userAgent, "Accept": accept, "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "en, zh;q=0.9, *;q=0.5",
        ]
        if let etag = known.etag { request.headers.add(name: "If-None-Match", value: etag) }
        if let date = known.lastModified { request.headers.add(name: "If-Modified-Since", value: date) }
        let deadline = NIODeadline.now() + .milliseconds(Int64(limits.seconds * 1_000))
        do {
            return try await HTTPClient.withHTTPClient(configuration: configuration) { [request] client in
                let response = try await client.execute(request, deadline: deadline)
                return try await step(address, response)
            }
        } catch let error as FetchError {
            throw error
        } catch {
            throw Task.isCancelled ? CancellationError() : reason(error, address)
        }
    }

    private func step(_ address: WebAddress, _ response: HTTPClientResponse) async throws -> Step {
        let headers = response.headers
        switch response.status.code {
        case 200, 203: break
        case 301, 302, 303, 307, 308:
            guard let target = headers.first(name: "Location") else { fallthrough }
            return .redirect(target)
        case 304:
            var answer = Answer(address: address, isUnchanged: true)
            answer.robots = robots(headers)
            return .answer(answer)
        case 404, 410: throw FetchError.gone("\(address)", code: Int(response.status.code))
        default:
            throw FetchError.status(
                "\(address)",
                code: Int(response.status.code),
                retryAfter: headers.first(name: "Retry-After").flatMap { RetryAfter.seconds($0, at: .now) }
            )
        }
        let encodings = ["", "identity", "gzip", "x-gzip", "deflate"]
        let encoding = headers.first(name: "Content-Encoding")?.lowercased() ?? ""
        guard encodings.contains(encoding) else {
            throw FetchError.unknownEncoding("\(address)", encoding: encoding)
        }
        if let length = headers.first(name: "Content-Length").flatMap(Int.init), length > limits.byteCount {
            throw FetchError.tooLarge("\(address)", limit: limits.byteCount)
        }
        var answer = Answer(address: address)
        for try await piece in response.body {
            guard answer.bytes.count + piece.readableBytes <= limits.byteCount else {
                throw FetchError.tooLarge("\(address)", limit: limits.byteCount)
            }
            answer.bytes += piece.readableBytesView
        }
        let type = headers.first(name: "Content-Type")?.lowercased().split(separator: ";") ?? []
        answer.type = type.first.map { $0.trimmingCharacters(in: .whitespaces) }
        answer.charset =
            type.dropFirst().lazy.compactMap { part in
                let pair = part.split(separator: "=").map { $0.trimmingCharacters(in: .whitespaces) }
                return pair.count == 2 && pair[0] == "charset"
                    ? pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\"'")) : nil
            }.first
        answer.etag = headers.first(name: "ETag").flatMap(Self.short)
        answer.lastModified = headers.first(name: "Last-Modified").flatMap(Self.short)
        answer.robots = robots(headers)
        return .answer(answer)
    }

    /// Words behind another program's name ("otherbot: noindex") are not for this one.
    private func robots(_ headers: HTTPHeaders) -> Set<String> {
        headers["X-Robots-Tag"].reduce(into: []) { words, value in
            var rest = value.lowercased()[...]
            if let colon = rest.firstIndex(of: ":") {
                let name = rest[..<colon].trimmingCharacters(in: .whitespaces)
                let isRule = ["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"]
                    .contains { name.hasSuffix($0) }
                if !isRule {
                    guard name == Self.agent else { return }
                    rest = rest[rest.index(after: colon)...]
                }
            }
            words.formUnion(rest.split { $0 == "," || $0 == " " }.map(String.init))
        }
    }

    /// A header that is sent back with the next request is kept short.
    private static func short(_ value: String) -> String? { value.utf8.count <= 500 ? value : nil }

    /// What the client says went wrong, in our words.
    private func reason(_ error: any Error, _ address: WebAddress) -> FetchError {
        switch error {
        case let error as HTTPClientError:
            switch error {
            case .remoteConnectionClosed: return .brokenOff("\(address)")
            case .readTimeout: return .tooSlow("\(address)", seconds: limits.idleSeconds)
            case .deadlineExceeded: return .tooSlow("\(address)", seconds: limits.seconds)
            case .connectTimeout: return .unreachable("\(address)", reason: "no connection within 5 seconds")
            default: return .unreachable("\(address)", reason: "no connection: \(error.shortDescription)")
            }
        case NIOHTTPDecompression.DecompressionError.limit: return .tooLarge("\(address)", limit: limits.byteCount)
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError,
            is HTTPParserError:
            return .brokenOff("\(address)")
        case is NIOConnectionError, is IOError: return .unreachable("\(address)", reason: "nobody answers there")
        default: return .unreachable("\(address)", reason: "no connection: \("\(error)".prefix(120))")
        }
    }
}
