// Why a server cannot listen on its address, in one sentence.

internal import Foundation
internal import NIOCore

/// An address that the system does not give.
package enum ListeningError: Error, Equatable, CustomStringConvertible {
    case taken(port: Int)
    case notOurs(host: String)
    case unknown(host: String)
    case notAllowed(port: Int)

    init?(_ error: any Error, host: String, port: Int) {
        if error is SocketAddressError || error is SocketAddressError.UnknownHost {
            self = .unknown(host: host)
            return
        }
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: self = .taken(port: port)
        case EADDRNOTAVAIL: self = .notOurs(host: host)
        case EACCES, EPERM: self = .notAllowed(port: port)
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .taken(let port):
            "Port \(port) is taken. Choose another: kaiyuan serve --port 0."
        case .notOurs(let host):
            "This machine has no address \(host). Name one that it has, or 0.0.0.0 for all: kaiyuan serve --host."
        case .unknown(let host):
            "There is no host \(host). Name an address of this machine: kaiyuan serve --host 127.0.0.1."
        case .notAllowed(let port):
            "Port \(port) needs rights that this user does not have. Choose one above 1023: kaiyuan serve --port 8080."
        }
    }
}
