// An IP address as bytes, and the networks it may lie in.

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// An IPv4 or IPv6 address.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 or 16, in network order.
    package let bytes: [UInt8]

    /// Reads the usual notation of either version; one with a zone, such as `fe80::1%eth0`, is none.
    package init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            bytes = unsafe withUnsafeBytes(of: four) { unsafe Array($0) }
        } else if unsafe inet_pton(AF_INET6, text, &six) == 1 {
            bytes = unsafe withUnsafeBytes(of: six) { unsafe Array($0) }
        } else {
            return nil
        }
    }

    package var description: String {
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            unsafe bytes.withUnsafeBytes { source in
                unsafe inet_ntop(family, source.baseAddress, buffer.baseAddress, socklen_t(buffer.count))
                    .map { unsafe String(cString: $0) }
            }
        }
        return text ?? ""
    }
}

/// A network: an address and how many of its first bits count, as in `10.0.0.0/8`.
package struct IPNetwork: Hashable, Sendable {
    private let address: IPAddress
    private let prefixLength: Int

    /// Reads CIDR notation, or a single address.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = IPAddress(String(parts[0])) else { return nil }
        let longest = address.bytes.count * 8
        guard let length = parts.count == 2 ? Int(parts[1]) : longest, (0...longest).contains(length) else {
            return nil
        }
        (self.address, prefixLength) = (address, length)
    }

    package func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        return (0..<prefixLength).allSatisfy { bit in
            (other.bytes[bit / 8] ^ address.bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }
}
