// A host's addresses, asked of the system once, so that what was checked is what is connected to.

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif
internal import NIOPosix

/// Resolves names.
package struct Resolver: Sendable {
    /// All addresses of a host, in the order in which they are to be tried; empty where it has none.
    package var addresses: @Sendable (_ host: String) async -> [IPAddress]

    package init(addresses: @escaping @Sendable (_ host: String) async -> [IPAddress]) { self.addresses = addresses }

    /// The system's own (`getaddrinfo`), on threads where waiting holds up nobody.
    package static let system = Resolver { host in
        (try? await NIOThreadPool.singleton.runIfActive { lookUp(host) }) ?? []
    }

    private static func lookUp(_ host: String) -> [IPAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        #if canImport(Darwin)
            unsafe hints.ai_socktype = SOCK_STREAM
        #else
            unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { unsafe freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { buffer in
                let status = unsafe getnameinfo(
                    entry.pointee.ai_addr,
                    entry.pointee.ai_addrlen,
                    buffer.baseAddress,
                    socklen_t(buffer.count),
                    nil,
                    0,
                    NI_NUMERICHOST
                )
                return unsafe status == 0 ? buffer.baseAddress.map { unsafe String(cString: $0) } : nil
            }
            if let address = text.flatMap(IPAddress.init), !found.contains(address) { found.append(address) }
            unsafe next = unsafe entry.pointee.ai_next
        }
        return found
    }
}
