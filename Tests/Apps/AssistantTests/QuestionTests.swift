import Testing

@testable import Assistant

@Suite("Understanding questions")
struct QuestionTests {
    @Test(
        "small talk and questions about the program need no search",
        arguments: [
            ("Hello!", QuestionKind.greeting), ("你好", .greeting), ("Thank you.", .thanks), ("谢谢！", .thanks),
            ("What can you do?", .about), ("你能做什么？", .about), ("Who wrote the report?", .search),
            ("你好吗这本书讲什么", .search),
            ("2+2", .arithmetic(expression: "2+2", value: "4")),
        ]
    )
    func kinds(question: String, kind: QuestionKind) {
        #expect(QuestionKind(question) == kind)
    }

    private static let before = [Exchange(question: "When was the old bridge built?", documentIDs: [7, 9])]
    private static let 之前 = [Exchange(question: "这座桥建于哪一年？", documentIDs: [7, 9])]

    @Test("a follow-up takes what it needs from the question before")
    func followUps() {
        let second = StandingQuestion("那第二个呢？", after: Self.之前)
        #expect(second.text == "这座桥建于哪一年？")
        #expect(second.documentIDs == [9])
        let language = StandingQuestion("and in Chinese?", after: Self.before)
        #expect(language.language == "zh")
        #expect(language.text == "When was the old bridge built?")
        #expect(
            StandingQuestion("What about the new one?", after: Self.before).text
                == "the new one When was the old bridge built?"
        )
        #expect(StandingQuestion("那上海呢？", after: Self.之前).text == "上海 这座桥建于哪一年？")
        #expect(StandingQuestion("那第三个呢？", after: Self.之前).ordinal == 3)
        #expect(
            StandingQuestion("Who designed it?", after: Self.before).text
                == "Who designed it? When was the old bridge built?"
        )
        #expect(StandingQuestion("它有多长？", after: Self.之前).text == "它有多长？ 这座桥建于哪一年？")
    }

    @Test("a question that stands on its own is left alone")
    func standing() {
        for question in ["Who designed the opera house?", "歌剧院是谁设计的？"] {
            #expect(StandingQuestion(question, after: Self.before) == StandingQuestion(question, after: []))
            #expect(!StandingQuestion(question, after: Self.before).isRewritten)
        }
        #expect(!StandingQuestion("Who designed it?", after: []).isRewritten)
    }

    @Test(
        "what a question is about gives way to what is asked of instead",
        arguments: [
            ("Who designed the Harbour Bridge?", "and the opera house?", "Who designed the opera house?"),
            ("What is the capital of France?", "and Spain?", "What is the capital of Spain?"),
            ("港湾大桥是谁设计的？", "那歌剧院呢？", "歌剧院是谁设计的？"),
            ("第一种方法的能耗如何？", "那第二个呢？", "第二种方法的能耗如何？"),
            ("What does the first method cost?", "and the third?", "What does the third method cost?"),
        ]
    )
    func subjects(before: String, followUp: String, standing: String) {
        let exchange = Exchange(question: before, documentIDs: [1])
        #expect(StandingQuestion(followUp, after: [exchange]).text == standing)
    }
}
