// Whom an address belongs to: an IPv4 address is one client, of IPv6 whoever has one address has the 2^64 beside it.

internal import Foundation

/// The addresses that are one client's.
struct ClientNetwork: Equatable {
    /// The address, or of IPv6 its first 64 bits in hexadecimal.
    let name: String

    init(of address: String) {
        let plain = String(address.prefix { $0 != "%" }.drop { $0 == "[" }.prefix { $0 != "]" })
        var bytes = [UInt8](repeating: 0, count: 16)
        guard unsafe inet_pton(AF_INET6, plain, &bytes) == 1 else {
            name = address
            return
        }
        // An IPv4 address in the clothes of IPv6 (RFC 4291, 2.5.5.2).
        if bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] {
            name = bytes.suffix(4).map { String($0) }.joined(separator: ".")
        } else {
            name = bytes.prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() + "::/64"
        }
    }
}
