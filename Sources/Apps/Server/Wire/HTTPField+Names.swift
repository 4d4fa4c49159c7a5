// Names of header fields that HTTPTypes does not know.

internal import HTTPTypes

extension HTTPField.Name {
    static let secFetchSite = named("Sec-Fetch-Site")
    static let secFetchMode = named("Sec-Fetch-Mode")
    static let contentSecurityPolicy = named("Content-Security-Policy")
    static let frameOptions = named("X-Frame-Options")
    static let resourcePolicy = named("Cross-Origin-Resource-Policy")
    static let serverTiming = named("Server-Timing")
    static let forwardedFor = named("X-Forwarded-For")
    static let forwardedProto = named("X-Forwarded-Proto")
    static let protocolVersion = named("MCP-Protocol-Version")
    static let protocolMethod = named("Mcp-Method")
    static let protocolName = named("Mcp-Name")
    static let robots = named("X-Robots-Tag")
    static let requestID = named("x-request-id")
    static let processingTime = named("openai-processing-ms")
    /// Tells nginx not to hold a stream back.
    static let accelBuffering = named("X-Accel-Buffering")

    private static func named(_ name: String) -> Self {
        guard let name = Self(name) else { preconditionFailure("\(name) is no name of a header field") }
        return name
    }
}
