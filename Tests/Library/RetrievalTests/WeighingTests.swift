import Foundation
import Testing

@testable import Retrieval

@Suite("What counts beside relevance")
struct WeighingTests {
    /// 2026-07-01.
    private static let today = Date(timeIntervalSince1970: 1_782_864_000)

    @Test(
        "a question asks for the latest, for a year, or for neither",
        arguments: [
            ("the latest report on water", Recency.latest), ("最近的水质报告", .latest), ("LATEST news", .latest),
            ("what is lateral force", .any), ("the greatest bridge", .any), ("水的性质", .any),
            ("floods of 2021", .year(2021)), ("2021年的洪水", .year(2021)), ("from 2019 to 2021", .any),
            ("rainfall last year", .year(2025)), ("今年的预算", .year(2026)), ("room 20211", .any),
        ]
    )
    func recency(question: String, wanted: Recency) {
        #expect(Recency(question, today: Self.today) == wanted)
    }

    @Test("what is asked for decides what age is worth")
    func freshness() {
        let latest = Weighing("the latest report", today: Self.today)
        #expect(latest.freshness(of: "2026-07-01") == 1.3)
        // 365 days before: half of the gain.
        #expect(abs(latest.freshness(of: "2025-07-01") - 1.15) < 1e-9)
        #expect(latest.freshness(of: nil) == 1)
        #expect(latest.freshness(of: "1990") < 1.0001)
        let year = Weighing("floods of 2021", today: Self.today)
        #expect(year.freshness(of: "2021-03-04") == 1.15)
        #expect(year.freshness(of: "2022") == 1)
        #expect(Weighing("floods", today: Self.today).freshness(of: "2026-07-01") == 1)
    }

    @Test("no site fills the list")
    func sites() {
        let sites: [String?] = ["a.org", "a.org", nil, "a.org", "a.org", "b.org", "a.org"]
        let (places, behind) = Weighing.order(sites)
        #expect(places == [0, 1, 2, 3, 5, 4, 6])
        #expect(behind == [4, 6])
        #expect(Weighing.site(of: "https://www.Example.org/a?b") == "example.org")
        #expect(Weighing.site(of: "/home/www.example.org/a") == nil)
    }

    @Test("what is trusted more stands first among equals, and what is better stands first all the same")
    func trust() async throws {
        try await LibraryTests.withLibrary { library, own in
            let web = try await library.source(at: "https://example.org", kind: .folder, layer: .web)
            func add(_ address: String, _ text: String, to source: Source) async throws {
                _ = try await LibraryTests.add(library, source, address, title: "", text)
            }
            // Alike, but for a word that makes them no copies.
            let alike = "Herons wait at the weir until the water is low and the fishes come close to the bank of"
            try await add("https://example.org/1", "\(alike) rivers. One.", to: web)
            try await add("/docs/1.txt", "\(alike) lakes now. Two.", to: own)
            try await add("https://example.org/2", "A kingfisher dives. The kingfisher is blue.", to: web)
            try await add(
                "/docs/2.txt",
                "Of birds such as the kingfisher \(String(repeating: "we know little. ", count: 20))",
                to: own
            )
            func found(_ query: String) async throws -> [SearchResult] {
                try await library.search(try SearchQuery(query)).results
            }
            let herons = try await found("herons weir fishes")
            #expect(herons.map(\.document.address) == ["/docs/1.txt", "https://example.org/1"])
            #expect(herons.map(\.explanation.trust) == [1, 0.9])
            #expect(try await found("kingfisher").map(\.document.address) == ["https://example.org/2", "/docs/2.txt"])
        }
    }
}
