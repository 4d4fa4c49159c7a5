internal import Dialogue
internal import Testing

@Suite("What is wrong with a template")
struct TemplateErrorTests {
    private func error(_ source: String, _ context: OrderedJSON = .object([])) -> TemplateError? {
        do {
            _ = try ChatTemplate(source: source).render(context)
            return nil
        } catch {
            return error as? TemplateError
        }
    }

    @Test("is told with its line and tag")
    func place() {
        let undefined = error("a\n{% for m in [1] %}\n{{ m.x.y }}\n{% endfor %}")
        #expect(undefined?.kind == .runtime)
        #expect(undefined?.line == 3)
        #expect(undefined?.construct == "{{ }}")
        #expect(undefined?.message == "'int object' has no attribute 'x'")

        let loop = error("\n\n{% for m in 5 %}{% endfor %}")
        #expect(loop?.line == 3)
        #expect(loop?.construct == "{% for %}")
        #expect(loop?.message == "'int' object is not iterable")

        let set = error("{% set x = 'a' %}\n{% set x = x + 1 %}")
        #expect(set?.line == 2)
        #expect(set?.construct == "{% set %}")
    }

    @Test("a refusal is the template's own words")
    func raised() {
        let refusal = error("{% if true %}\n{{ raise_exception('Roles must alternate: ' ~ 1) }}{% endif %}")
        #expect(refusal?.kind == .raised)
        #expect(refusal?.message == "Roles must alternate: 1")
        #expect(refusal?.line == 2)
    }

    @Test(
        "tags that are not closed, unknown or out of place are named",
        arguments: [
            ("{% if x %}\nabc", 2, "{% endif %}"),
            ("{{ x ", 1, "}}"),
            ("a\n{% frobnicate %}", 2, "frobnicate"),
            ("{% endfor %}", 1, "endfor"),
            ("{% for x in y %}{% endif %}{% endfor %}", 1, "endif"),
            ("{{ 'abc }}", 1, "string"),
            ("{# abc", 1, "#}"),
            ("{% raw %}{{ x }}", 1, "endraw"),
            ("{{ x | nothing }}", 1, "nothing"),
            ("{{ x is nothing }}", 1, "nothing"),
            ("{{ (1, 2] }}", 1, "]"),
            ("{% break %}", 1, "break"),
            ("{% set true = 1 %}", 1, "true"),
            ("{% macro f(a=1, b) %}{% endmacro %}", 1, "b"),
            ("{{ f(a=1, 2) }}", 1, "order"),
            ("{{ 99999999999999999999 }}", 1, "64 bits"),
        ]
    )
    func syntax(source: String, line: Int, word: String) {
        let found = error(source)
        #expect(found?.kind == .syntax)
        #expect(found?.line == line)
        #expect(found?.message.contains(word) == true, "\(String(describing: found))")
    }

    @Test(
        "what needs other templates is refused in one sentence",
        arguments: ["{% include 'a' %}", "{% extends 'a' %}", "{% import 'a' as b %}", "{% from 'a' import b %}"]
    )
    func otherTemplates(source: String) {
        let found = error(source)
        #expect(found?.kind == .syntax)
        #expect(found?.message.contains("stands alone") == true)
    }

    @Test("a filter that is missing behind a condition matters only when it is reached")
    func missingFilter() throws {
        let template = try ChatTemplate(source: "{% if x %}{{ x | from_json }}{% else %}none{% endif %}")
        #expect(try template.render(.object([])) == "none")
        #expect(throws: TemplateError.self) { try template.render(.object([.init("x", .int(1))])) }
    }
}
