// How a server is set up; read in one place (`Command`) and handed down.

/// The settings of one server.
package struct ServerSettings: Sendable {
    package var host: String
    /// 0 lets the system choose.
    package var port: Int
    /// What must be given to get in; nil asks nobody, which is right on this machine alone.
    package var secret: String?
    /// Where uploaded files are kept.
    package var uploadFolder: String
    package var version: String
    package var patience = ClientPatience()
    /// The sites that may show the search box in a frame.
    package var embed: EmbedOrigins

    /// A secret shorter than this is no secret.
    package static let shortestSecret = 12

    package init(
        host: String,
        port: Int,
        secret: String?,
        uploadFolder: String,
        version: String,
        embed: EmbedOrigins = .none
    ) {
        self.host = host
        self.port = port
        self.secret = secret
        self.uploadFolder = uploadFolder
        self.version = version
        self.embed = embed
    }

    /// Whether only this machine can reach the server.
    package var isLoopback: Bool { Authority.isLoopback(host) }

    /// Why a server with these settings does not start, in one sentence; nil when it does.
    package var problem: String? {
        if let secret, secret.allSatisfy(\.isWhitespace) {
            return "The secret is empty or blank. Set one of \(Self.shortestSecret) characters or more: KAIYUAN_SECRET."
        }
        if let secret, secret.count < Self.shortestSecret {
            return "The secret has fewer than \(Self.shortestSecret) characters. Set a longer one: KAIYUAN_SECRET."
        }
        if secret == nil, !isLoopback {
            return "\(host) can be reached from other machines, so a secret is needed. Set one: KAIYUAN_SECRET."
        }
        return nil
    }
}
