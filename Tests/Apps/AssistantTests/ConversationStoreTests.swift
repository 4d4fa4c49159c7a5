import Foundation
import Store
import Testing

@testable import Assistant

@Suite("Conversations")
struct ConversationStoreTests {
    private static func withStore(_ body: (ConversationStore) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("conversations.sqlite").path
        try await body(
            ConversationStore(database: try SQLiteDatabase(path: path, migrations: ConversationStore.migrations))
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
