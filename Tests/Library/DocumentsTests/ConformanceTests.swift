import Testing

@testable import Documents

/// Real documents made by other software, each with a string it must yield or the error that is right.
@Suite("Real documents", .enabled(if: SharedData.exists, "needs ../shared/data"))
struct ConformanceTests {
    @Test("each yields its string or its error", arguments: SharedData.rows)
    func yields(row: SharedData.Row) async throws {
        let loader = DocumentLoader(options: ReadingOptions(password: row.password))
        if row.expected.hasPrefix("ERROR") || row.expected.hasPrefix("NO TEXT") {
            await #expect(throws: ReadingError.self) { try await loader.load(row.path) }
            return
        }
        let document = try await loader.load(row.path)
        expectSound(document)
        let text = ([document.title, document.author, document.text].compactMap(\.self)).joined(separator: " ")
        #expect(squeezed(text).contains(squeezed(row.expected)))
    }

    @Test(
        "a refusal says the right reason",
        arguments: [
            ("docx-password-pass.docx", "encrypted"), ("xlsx-password.xlsx", "encrypted"),
            ("odt-encrypted.odt", "encrypted"),
            ("pdf-password-abc.pdf", "encrypted"), ("pdf-damaged-broken.pdf", "damaged"),
            ("odt-not-a-zip.odt", "damaged"),
            ("pdf-scan-no-text.pdf", "no-text"), ("pdf-ccitt-no-text.pdf", "no-text"),
        ]
    )
    func refuses(file: String, code: String) async {
        let error = await #expect(throws: ReadingError.self) {
            try await DocumentLoader().load(SharedData.folder + "/files/" + file)
        }
        #expect(error?.code == code)
    }

    @Test("a title in Shift-JIS is read in the document's own encoding")
    func title() async throws {
        let document = try await DocumentLoader().load(SharedData.folder + "/files/rtf-ja-cp932.rtf")
        #expect(document.title == "タイトル")
    }

    @Test("a wrong password is told from a missing one")
    func wrongPassword() async {
        let path = SharedData.folder + "/files/pdf-password-abc.pdf"
        await #expect(throws: ReadingError.wrongPassword(file: path)) {
            try await DocumentLoader(options: ReadingOptions(password: "abd")).load(path)
        }
    }

    private func squeezed(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}
