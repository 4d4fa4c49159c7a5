import Testing

@testable import Server

@Suite("Sites that may show the search box")
struct EmbedOriginsTests {
    @Test("origins stand with commas or blanks between them, and become the policy's ancestors")
    func reading() throws {
        let origins = try EmbedOrigins("https://Example.org, http://127.0.0.1:8081 https://[::1]:9")
        #expect(origins.ancestors == "https://example.org http://127.0.0.1:8081 https://[::1]:9")
        #expect(try EmbedOrigins(" ").ancestors == "'none'")
    }

    @Test(
        "whatever is no origin is refused",
        arguments: [
            "*", "https://*", "https://a.example/path", "a.example", "https://a.example;script-src", "'self'", "data:",
        ]
    )
    func refusing(text: String) {
        #expect(throws: EmbedOrigins.Problem.self) { try EmbedOrigins(text) }
    }
}
