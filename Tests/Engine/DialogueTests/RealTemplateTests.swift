internal import Dialogue
internal import Randomness
internal import Testing

@Suite("Real chat templates", .enabled(if: SharedTemplates.exists, "needs ../shared/data/chat_templates"))
struct RealTemplateTests {
    /// The moment that the expected texts were rendered at.
    static let now = TemplateTime(year: 2026, month: 1, day: 1, hour: 12, minute: 34, second: 56)

    @Test("each case is what jinja2 renders, or fails where jinja2 fails", arguments: SharedTemplates.names)
    func equalsJinja(name: String) throws {
        let entry = try SharedTemplates.template(name)
        let contexts = try SharedTemplates.contexts()
        let template = try ChatTemplate(source: #require(entry["template"]?.text))
        let tokens = ["bos_token", "eos_token"].compactMap { name in entry[name].map { OrderedJSON.Member(name, $0) } }
        let cases = try #require(entry["cases"]).elements
        #expect(cases.count == 20)
        for entry in cases {
            let name = try #require(entry["context"]?.text)
            let context = OrderedJSON.object(try #require(contexts[name]).members + tokens)
            let result = Result { try template.render(context) { Self.now } }
            if let expected = entry["expected"]?.text {
                #expect(try result.get() == expected, "\(name)")
                continue
            }
            do {
                let text = try result.get()
                Issue.record("\(name) renders, but jinja2 fails: \(text.prefix(200))")
            } catch let error as TemplateError {
                let isRaised = entry["error_kind"]?.text == "raise_exception"
                #expect((error.kind == .raised) == isRaised, "\(name)")
                if isRaised { #expect(error.message == entry["error"]?.text, "\(name)") }
            }
        }
    }

    @Test("a template cut anywhere or with a byte changed is read or refused", arguments: SharedTemplates.names)
    func survivesDamage(name: String) throws {
        let entry = try SharedTemplates.template(name)
        let bytes = Array(try #require(entry["template"]?.text).utf8)
        let context = try #require(try SharedTemplates.contexts()["tool_call_and_result"])
        var chance = SeededGenerator(seed: 20_260_101)
        var limits = TemplateLimits()
        limits.steps = 100_000
        for round in 0..<12 {
            var damaged = bytes
            if round.isMultiple(of: 2) {
                damaged.removeSubrange(Int.random(in: 0..<bytes.count, using: &chance)...)
            } else {
                damaged[Int.random(in: 0..<bytes.count, using: &chance)] = UInt8.random(in: 0...255, using: &chance)
            }
            do {
                _ = try ChatTemplate(source: String(decoding: damaged, as: UTF8.self), limits: limits).render(context)
            } catch let error as TemplateError {
                #expect(error.line > 0 && !error.message.isEmpty)
            }
        }
    }
}
