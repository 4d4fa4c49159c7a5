// What travels with each request.

package import Hummingbird
internal import Logging
internal import NIOCore

/// The context of every route.
package struct KaiyuanContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The connection that the request came over.
    let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    package var maxUploadSize: Int { JSONBody.largestBody }

    /// Whose secrets are counted together: the peer's network, or that of which a proxy on this machine says.
    func client(of request: Request) -> String {
        let peer = channel.remoteAddress?.ipAddress ?? "unknown"
        guard Authority.isLoopback(peer), let forwarded = request.headers[.forwardedFor]?.split(separator: ",").last
        else { return ClientNetwork(of: peer).name }
        return ClientNetwork(of: String(forwarded.drop { $0 == " " }.prefix(64))).name
    }
}

extension Request {
    /// Whether the client reached a proxy in front of us over TLS.
    var isSecure: Bool {
        headers[.forwardedProto]?.split(separator: ",").first?.lowercased().contains("https") ?? false
    }

    /// Scheme and host under which the client reached us.
    var site: String { "\(isSecure ? "https" : "http")://\(head.authority ?? "localhost")" }
}
