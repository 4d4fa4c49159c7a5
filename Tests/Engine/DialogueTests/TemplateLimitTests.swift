internal import Dialogue
internal import Testing

@Suite("Templates that ask for too much")
struct TemplateLimitTests {
    private func kind(_ source: String, _ change: (inout TemplateLimits) -> Void = { _ in }) -> TemplateError.Kind? {
        var limits = TemplateLimits()
        limits.steps = 200_000
        limits.textBytes = 1 << 20
        limits.elements = 1 << 16
        change(&limits)
        do {
            _ = try ChatTemplate(source: source, limits: limits).render(.object([]))
            return nil
        } catch {
            return (error as? TemplateError)?.kind
        }
    }

    @Test(
        "are stopped",
        arguments: [
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "{% for a in range(100001) %}{% endfor %}",
            "{% for a in range(99999) %}{{ 'x' * 1000 }}{% endfor %}",
            "{{ 'x' * 999999999999 }}",
            "{{ [1] * 999999999 }}",
            "{% set ns = namespace(s='x') %}{% for a in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
            "{% set ns = namespace(s='x') %}{% for a in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
            "{% set ns = namespace(s=['x']) %}{% for a in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
            "{% set ns = namespace(s='x') %}{% for a in range(60) %}{% set ns.s = ns.s.replace('x', 'xxxx') %}{% endfor %}",
            "{% set ns = namespace(s=1) %}{% for a in range(100) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}",
            "{% set ns = namespace(s=1) %}{% for a in range(100) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s | tojson }}",
            """
            {% set ns = namespace(s=1, t=1) %}{% for a in range(90) %}{% set ns.s = [ns.s, ns.s] %}\
            {% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.s == ns.t }}
            """,
            "{% set ns = namespace(s=1) %}{% for a in range(90000) %}{% set ns.s = [ns.s] %}{% endfor %}",
            "{% set ns = namespace(s=[]) %}{% for a in range(90000) %}{% set ns.s = ns.s | map('upper') %}{% endfor %}",
            "{% set ns = namespace(s={}) %}{% for a in range(90000) %}{% set ns.s = {'a': ns.s.get} %}{% endfor %}",
            "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
            "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
            "{{ 'x'.ljust(99999999999) }}",
            "{{ '%999999999d' % 1 }}",
            "{{ '{:999999999}'.format(1) }}",
            "{{ 'x' | center(999999999) }}",
            "{{ ('x\\n' * 1000) | indent(999999) }}",
            "{{ 'x\ty'.expandtabs(99999999) }}",
            "{% for a in range(9999) %}{% set b = ('ab' * 100000) in ('a' * 200000) %}{% endfor %}",
        ]
    )
    func stopped(source: String) {
        #expect(kind(source) == .limit)
    }

    @Test("nesting is refused before it fills the stack", arguments: ["(", "[", "-", "not ", "{% if 1 %}", "x[", "f("])
    func nesting(open: String) {
        let source =
            open.hasPrefix("{%") ? String(repeating: open, count: 5_000) : "{{ " + String(repeating: open, count: 5_000)
        #expect(kind(source) == .syntax)
    }

    @Test("long chains of operators are refused too", arguments: ["+", "and", "|e|", "==", "~", ".x."])
    func chains(operation: String) {
        let source = "{{ 1 " + String(repeating: "\(operation) a ", count: 100_000) + "}}"
        _ = kind(source)
    }

    @Test("what refers to itself is freed")
    func cycles() throws {
        // A leak would not show here, a crash while freeing would.
        let source = """
            {% set ns = namespace() %}{% set ns.self = ns %}{% macro f(x) %}{% macro g() %}{{ x }}{% endmacro %}\
            {% set ns.g = g %}{{ g() }}{% endmacro %}{{ f(1) }}{% for i in range(5000) %}\
            {% set ns.next = namespace(previous=ns.next) %}{% endfor %}{{ ns.self.self.g() }}
            """
        #expect(try ChatTemplate(source: source).render(.object([])) == "11")
    }

    @Test("a very large template is refused")
    func large() {
        #expect(kind(String(repeating: "x", count: 100)) { $0.sourceBytes = 50 } == .limit)
    }
}
