import HTTPTypes
import Testing

@testable import Server

@Suite("Clients by their network")
struct ClientNetworkTests {
    @Test(
        "an IPv4 address is a client, of IPv6 the first 64 bits are",
        arguments: [
            ("203.0.113.7", "203.0.113.7"), ("2001:db8:1:2::1", "20010db800010002::/64"),
            ("2001:db8:1:2:ffff:ffff:ffff:ffff", "20010db800010002::/64"), ("2001:db8:1:3::1", "20010db800010003::/64"),
            ("[2001:db8:1:2::9]", "20010db800010002::/64"), ("fe80::1%eth0", "fe80000000000000::/64"),
            ("::ffff:203.0.113.7", "203.0.113.7"), ("unknown", "unknown"),
        ]
    )
    func network(address: String, name: String) {
        #expect(ClientNetwork(of: address).name == name)
    }

    @Test("who guesses from address after address of one network has to wait all the same")
    func guessing() async throws {
        try await TestServer.run(secret: "a long enough secret") { client, _ in
            func guess(from address: String) async throws -> Int {
                try await client.execute(
                    uri: "/api/conversations",
                    method: .get,
                    headers: [.authorization: "Bearer wrong", .forwardedFor: address]
                ).status.code
            }
            let hosts = (1...10).map { "2001:db8:1:2::\($0)" } + ["2001:db8:1:2:3::77", "2001:db8:1:3::1"]
            var codes: [Int] = []
            for host in hosts { codes.append(try await guess(from: host)) }
            #expect(codes == Array(repeating: 401, count: 10) + [429, 401])
        }
    }
}
