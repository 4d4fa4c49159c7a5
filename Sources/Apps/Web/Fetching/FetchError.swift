// What can go wrong between asking for an address and having its bytes, in one sentence each.

internal import Retrieval

/// Why an address was not fetched.
package enum FetchError: Error, Equatable, CustomStringConvertible {
    /// It is not of the public internet, and nobody allowed it.
    case refused(String, host: String)
    case unknownHost(String, host: String)
    case unreachable(String, reason: String)
    case brokenOff(String)
    case tooLarge(String, limit: Int)
    case tooSlow(String, seconds: Double)
    case tooManyRedirects(String, limit: Int)
    /// It redirects to what is no address on the web.
    case badRedirect(String, to: String)
    case unknownEncoding(String, encoding: String)
    /// Refused; `retryAfter` are the seconds for which the server asks to be left alone, where it says so.
    case status(String, code: Int, retryAfter: Double? = nil)
    /// Not there any more, by the server's own word.
    case gone(String, code: Int)
    case robots(String, host: String)
    /// The page or its server asks programs not to keep it.
    case optedOut(String)
    /// The site's robots.txt could not be had, and without it nothing is to be read (RFC 9309, 2.3.1.4).
    case noRobots(String, host: String)
    case outside(String, to: String)
    case notOfKind(String, wanted: String)
    case repository(String, reason: String)

    /// The code of a server that asks for fewer requests, or cannot take any just now.
    static let busyCode = "too-many-requests"

    package var code: String {
        switch self {
        case .status(_, 429, _), .status(_, 503, _): Self.busyCode
        case .refused: "address-refused"
        case .unknownHost: "unknown-host"
        case .unreachable: "unreachable"
        case .brokenOff: "broken-off"
        case .tooLarge: "too-large"
        case .tooSlow: "timed-out"
        case .tooManyRedirects, .badRedirect: "bad-redirect"
        case .unknownEncoding: "unknown-encoding"
        case .status: "refused-by-server"
        case .gone: "gone"
        case .robots, .noRobots: "robots"
        case .optedOut: "opted-out"
        case .outside: "outside"
        case .notOfKind: "not-of-kind"
        case .repository: "repository"
        }
    }

    package var description: String {
        switch self {
        case .refused(let address, let host):
            "\(address) was not fetched, for \(host) is no address of the public internet; "
                + "allow it where that is meant: KAIYUAN_WEB_ALLOW."
        case .unknownHost(let address, let host):
            "\(address) was not fetched, for there is no host \(host); check the address."
        case .unreachable(let address, let reason):
            "\(address) cannot be reached (\(reason)); try again later."
        case .brokenOff(let address):
            "\(address) broke off before its end; try again later."
        case .tooLarge(let address, let limit):
            "\(address) is larger than the \(limit >> 20) MB that are fetched of one address; save it and add the file."
        case .tooSlow(let address, let seconds):
            "\(address) was not there within \(Int(seconds)) seconds; try again later."
        case .tooManyRedirects(let address, let limit):
            "\(address) redirects more than \(limit) times; name the page it is to lead to."
        case .badRedirect(let address, let target):
            "\(address) redirects to \(target.prefix(200)), which is no address on the web; name another page."
        case .unknownEncoding(let address, let encoding):
            "\(address) is packed in a way that was not asked for (\(encoding.prefix(40))); save it and add the file."
        case .status(let address, let code, _):
            "\(address) was answered with status \(code); look at it in a browser."
        case .gone(let address, let code):
            "\(address) is not there (status \(code)); check the address."
        case .robots(let address, let host):
            "\(address) was not read, for the robots.txt of \(host) asks programs not to; save the page and add the file."
        case .optedOut(let address):
            "\(address) asks programs not to keep it (robots: noindex or noarchive), so it was not."
        case .noRobots(let address, let host):
            "\(address) was not read, for the robots.txt of \(host) cannot be had just now; try again later."
        case .outside(let address, let target):
            "\(address) leads out of the site, to \(target.prefix(200)); add that one by itself."
        case .notOfKind(let address, let wanted):
            "\(address) is no \(wanted); check the address."
        case .repository(let address, let reason):
            "\(address) was not cloned (\(reason)); check the address."
        }
    }

    /// Whether what was read from there before is to go: it is gone, or it is not to be kept.
    var removes: Bool {
        switch self {
        case .gone, .robots, .optedOut: true
        default: false
        }
    }

    var failure: WebFailure { WebFailure(code: code, reason: description) }
}
