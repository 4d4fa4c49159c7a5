// Which machines may be asked: those of the public internet, and what whoever runs Kaiyuan allows besides. A page that
// links to the router, the cloud's metadata or a database on this machine must not make Kaiyuan ask there.

internal import Foundation

/// Tells the addresses that may be connected to.
package struct AddressPolicy: Sendable, Equatable {
    private var hosts: Set<String> = []
    private var networks: [IPNetwork] = []

    /// The public internet only.
    package init() {}

    /// The public internet, and the hosts and networks of a list such as `wiki.local, 10.0.0.0/8`.
    ///
    /// A name allows whatever it resolves to; an address or network allows every name that resolves into it. Nil where
    /// an entry is neither.
    package init?(allowing list: String) {
        for entry in list.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            let text = entry.lowercased()
            if let network = IPNetwork(text) {
                networks.append(network)
            } else if WebAddress("http://\(text)/")?.host == text {
                hosts.insert(text)
            } else {
                return nil
            }
        }
    }

    /// The same, and one host more.
    package func allowing(host: String) -> AddressPolicy {
        var policy = self
        policy.hosts.insert(host)
        return policy
    }

    /// Whether that address may be connected to for a page of that host.
    package func allows(_ address: IPAddress, for host: String) -> Bool {
        hosts.contains(host) || networks.contains { $0.contains(address) } || Self.isPublic(address)
    }

    /// Whether the address is one of the public internet by IANA's registries of special-purpose addresses.
    ///
    /// Of IPv6 only global unicast (2000::/3) is: that leaves out loopback, link-local, unique local and multicast, and
    /// the ways to write an IPv4 address as one of IPv6 (mapped, NAT64), behind which anything may stand.
    static func isPublic(_ address: IPAddress) -> Bool {
        address.bytes.count == 4
            ? !special4.contains { $0.contains(address) }
            : globalUnicast.contains { $0.contains(address) } && !special6.contains { $0.contains(address) }
    }

    private static let special4 = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap(IPNetwork.init)

    private static let globalUnicast = ["2000::/3"].compactMap(IPNetwork.init)

    /// Protocol assignments with Teredo, documentation, 6to4.
    private static let special6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].compactMap(IPNetwork.init)
}
