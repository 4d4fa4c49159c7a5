import Foundation
import Store
import Testing

@testable import Assistant

@Suite("Conversations")
struct ConversationStoreTests {
    private static func withStore(_ body: (ConversationStore) async throws -> Void) async throws {
        try await withPath { path in
            try await body(
                ConversationStore(database: try SQLiteDatabase(path: path, migrations: ConversationStore.migrations))
            )
        }
    }

    private static func withPath(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.appendingPathComponent("conversations.sqlite").path)
    }

    private static func source(_ number: Int, _ address: String, isCited: Bool) -> AnswerSource {
        AnswerSource(
            number: number,
            documentID: Int64(number),
            title: "Title \(number)",
            address: address,
            folder: "/home/ada/papers",
            format: "md",
            layer: "own",
            place: Place(),
            snippet: "",
            cited: isCited,
            near: false
        )
    }

    private static func mark(_ start: Int, _ end: Int) -> Mark {
        Mark(
            index: 0,
            number: 1,
            textStart: start,
            textEnd: end,
            documentID: 1,
            start: 0,
            end: 1,
            quote: "x",
            place: Place()
        )
    }

    private static func answer(_ text: String) -> Answer {
        var answer = Answer(status: .answered)
        answer.text = text
        return answer
    }

    @Test("turns follow each other; an edited one takes the place of all after it")
    func turns() async throws {
        try await Self.withStore { store in
            let first = try await store.begin(question: "One?", in: nil, replacing: nil)
            try await store.finish(first.turnID, with: Self.answer("1"))
            let second = try await store.begin(question: "Two?", in: first.conversationID, replacing: nil)
            try await store.finish(second.turnID, with: Self.answer("2"))
            let third = try await store.begin(question: "Three?", in: first.conversationID, replacing: second.turnID)
            let (head, turns) = try await store.conversation(first.conversationID)
            #expect(head.title == "One?")
            #expect(head.answering)
            #expect(turns.map(\.question) == ["One?", "Three?"])
            #expect(turns.map(\.answer.status) == [.answered, .answering])
            #expect(turns.last?.id == third.turnID)
            await #expect(throws: ConversationError.noSuchTurn(second.turnID)) { try await store.turn(second.turnID) }
        }
    }

    @Test("what was being answered when the process ended is marked so")
    func interrupted() async throws {
        try await Self.withStore { store in
            let start = try await store.begin(question: "One?", in: nil, replacing: nil)
            try await store.closeInterrupted(with: .init(message: "stopped", code: "interrupted"))
            let turn = try await store.turn(start.turnID).turn
            #expect(turn.answer.status == .failed)
            #expect(turn.answer.error?.code == "interrupted")
        }
    }

    @Test("the history is found by question and answer, and read page by page")
    func history() async throws {
        try await Self.withStore { store in
            for number in 0..<5 {
                let start = try await store.begin(question: "Question \(number)", in: nil, replacing: nil)
                try await store.finish(start.turnID, with: Self.answer(number == 3 ? "关于桥的回答" : "nothing"))
            }
            let found = try await store.list(containing: "桥的", after: nil, limit: 10)
            #expect(found.map(\.title) == ["Question 3"])
            #expect(found[0].match?.contains("关于桥的回答") == true)
            let first = try await store.list(containing: nil, after: nil, limit: 3)
            let rest = try await store.list(containing: nil, after: first[2].id, limit: 3)
            #expect((first + rest).map(\.title) == (0..<5).reversed().map { "Question \($0)" })
        }
    }

    @Test(
        "the words that people see are searched, whatever their case, accents, width and Markdown",
        arguments: [
            ("built in 1905", true), ("CAFÉ", true), ("cafe", true), ("Ｃａｆｅ", true), ("\"quoted\"", true),
            ("snake_case", true), ("naive question", true), ("1905.", true), ("\\_", false), ("status", false),
            ("marks", false), ("answered", false), ("text_start", false), ("**", false), ("[1]", false), ("%", false),
        ]
    )
    func searching(text: String, isFound: Bool) async throws {
        try await Self.withStore { store in
            let start = try await store.begin(question: "A naïve\n question?", in: nil, replacing: nil)
            var answer = Self.answer("The **café** was\nbuilt in **1905**[1]. It is \"quoted\" in snake\\_case.")
            let mark = try #require(answer.text.range(of: "[1]"))
            let offset = answer.text.unicodeScalars.distance(from: answer.text.startIndex, to: mark.lowerBound)
            answer.marks = [Self.mark(offset, offset + 3)]
            try await store.finish(start.turnID, with: answer)
            let found = try await store.list(containing: text, after: nil, limit: 10)
            #expect(found.map(\.id) == (isFound ? [start.conversationID] : []))
            #expect(found.allSatisfy { $0.match?.isEmpty == false })
        }
    }

    @Test("titles are searched by their new name alone")
    func renaming() async throws {
        try await Self.withStore { store in
            let start = try await store.begin(question: "Old?", in: nil, replacing: nil)
            _ = try await store.rename(start.conversationID, to: "Über Brücken")
            #expect(try await store.list(containing: "uber brucken", after: nil, limit: 10).count == 1)
        }
    }

    @Test("a history of the version before becomes searchable")
    func upgrading() async throws {
        try await Self.withPath { path in
            let answer = #"""
                {"status": "answered", "text": "Das **Straßenfest**", "marks": [], "sources": [], "followups": [],
                "seconds": 0}
                """#
            do {
                let old = try SQLiteDatabase(path: path, migrations: [ConversationStore.migrations[0]])
                try await old.write { transaction in
                    for number in 0..<250 {
                        try transaction.run(
                            "INSERT INTO conversation(id, title, created_at, updated_at) VALUES (?, 'Fête', '1', '1')",
                            .text("conv_\(number)")
                        )
                        try transaction.run(
                            """
                            INSERT INTO turn(id, conversation_id, ordinal, question, created_at, status, answer)
                            VALUES (?, ?, 0, 'Wann?', '1', 'answered', ?)
                            """,
                            .text("turn_\(number)"),
                            .text("conv_\(number)"),
                            .text(number == 0 ? "damaged" : answer)
                        )
                    }
                }
            }
            let database = try SQLiteDatabase(path: path, migrations: ConversationStore.migrations)
            let store = ConversationStore(database: database)
            try await store.prepareSearch()
            #expect(try await store.list(containing: "fete", after: nil, limit: 300).count == 250)
            #expect(try await store.list(containing: "STRASSENFEST", after: "conv_0", limit: 300).count == 0)
            #expect(try await store.list(containing: "das straßen", after: nil, limit: 300).count == 249)
            #expect(try await store.conversation("conv_1").turns.first?.scope == nil)
        }
    }

    @Test("a share shows no more than was quoted: no other sources, no folders, no questions made of headings")
    func reducedShares() async throws {
        try await Self.withStore { store in
            let start = try await store.begin(question: "One?", in: nil, replacing: nil)
            var answer = Self.answer("1")
            answer.followups = ["What does “Salaries” say?"]
            answer.sources = [
                Self.source(1, "/home/ada/papers/bridge.md", isCited: true),
                Self.source(2, "https://example.org/papers/bridge.html", isCited: true),
                Self.source(3, "/home/ada/papers/salaries.md", isCited: false),
            ]
            try await store.finish(start.turnID, with: answer)
            let shared = try await store.shared(try await store.share(start.conversationID).token)
            let shown = try #require(shared.turns.first?.answer)
            #expect(shown.sources.map(\.address) == ["bridge.md", "https://example.org/papers/bridge.html"])
            #expect(shown.sources.allSatisfy { $0.folder.isEmpty })
            #expect(shown.followups.isEmpty)
            #expect(try await store.turn(start.turnID).turn.answer.sources.count == 3)
        }
    }

    @Test("a share shows what was there, and nothing after it is revoked")
    func shares() async throws {
        try await Self.withStore { store in
            let start = try await store.begin(question: "One?", in: nil, replacing: nil)
            try await store.finish(start.turnID, with: Self.answer("1"))
            let share = try await store.share(start.conversationID)
            _ = try await store.begin(question: "Later?", in: start.conversationID, replacing: nil)
            #expect(try await store.shared(share.token).turns.map(\.question) == ["One?"])
            #expect(try await store.shares(of: start.conversationID) == [share])
            try await store.revoke(share.token)
            await #expect(throws: ConversationError.noSuchShare) { try await store.shared(share.token) }
            await #expect(throws: ConversationError.noSuchShare) { try await store.revoke(share.token) }
        }
    }

    @Test("deleting takes turns and shares along")
    func deleting() async throws {
        try await Self.withStore { store in
            let start = try await store.begin(question: "One?", in: nil, replacing: nil)
            let share = try await store.share(start.conversationID)
            try await store.delete(start.conversationID)
            await #expect(throws: ConversationError.noSuchShare) { try await store.shared(share.token) }
            await #expect(throws: ConversationError.noSuchTurn(start.turnID)) { try await store.turn(start.turnID) }
            await #expect(throws: ConversationError.noSuchConversation(start.conversationID)) {
                try await store.delete(start.conversationID)
            }
        }
    }
}
