"""Random chats, templates and expressions for the comparison of `kaiyuan render` with PyPI's jinja2.

Everything comes from a seeded generator, so that a failure can be had again.
"""
import copy
import datetime
import json
import random
import signal

from jinja2 import nodes
from jinja2.exceptions import TemplateError
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOW = datetime.datetime(2026, 1, 1, 12, 34, 56)


class Generation(Extension):
    """The block that transformers adds; what it marks for training does not matter here."""
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_render"), [], [], body).set_lineno(line)

    def _render(self, caller):
        return caller()


def raise_exception(message):
    raise TemplateError(message)


def to_json(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def environment():
    """jinja2 as transformers sets it up."""
    made = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True,
                                         extensions=[Generation, "jinja2.ext.loopcontrols"])
    made.filters["tojson"] = to_json
    made.globals["raise_exception"] = raise_exception
    made.globals["strftime_now"] = NOW.strftime
    return made


class TooLong(BaseException):
    pass


def jinja(made, template, context):
    """What jinja2 makes of it: ("text", text), ("raised", message) or ("fails", reason); None where that is no measure."""
    def stop(*_):
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        text = made.from_string(template).render(**copy.deepcopy(context))
        text.encode()
    except (TooLong, MemoryError, OverflowError, RecursionError, UnicodeError):
        return None
    except TemplateError as error:
        return ("raised", str(error)) if type(error) is TemplateError else ("fails", str(error))
    except Exception as error:  # noqa: BLE001 - whatever Python says
        return "fails", str(error)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    # The names of Python's own objects, with addresses.
    strange = len(text) > 20_000 or any(mark in text for mark in (" object at 0x", "<generator", "<built-in", "<function",
                                                                  "iterator object"))
    return None if strange else ("text", text)


# Chats

WORDS = ["hello", "What's", "the", "weather", "in", "北京", "今天", "😀", "<b>", "&amp;", "\"quoted\"", "\\n", "\n", "\t", "  ",
         "{{ x }}", "{% raw %}", "<|im_end|>", "<think>", "</think>", "[INST]", "é", "e\u0301", "\u00a0", "%s", "'", "null"]


def words(chance, most=12):
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(0, most)))


def value(chance, depth=2):
    kind = chance.randint(0, 7 if depth else 4)
    if kind <= 1:
        return words(chance, 4)
    if kind == 2:
        return chance.choice([0, 1, -7, 3.5, 1e20, 1e-7, 123456789])
    if kind == 3:
        return chance.choice([True, False, None])
    if kind == 4:
        return chance.choice(["", "x"])
    if kind == 5:
        return [value(chance, depth - 1) for _ in range(chance.randint(0, 3))]
    return {chance.choice(["city", "城市", "n", "a b", "deep"]) + str(i): value(chance, depth - 1)
            for i in range(chance.randint(0, 3))}


def tool_call(chance, number):
    arguments = {f"k{i}": value(chance) for i in range(chance.randint(0, 3))}
    function = {"name": chance.choice(["get_weather", "search", "f"]),
                "arguments": json.dumps(arguments) if chance.random() < 0.2 else arguments}
    call = {"id": f"call{number:05d}", "type": "function", "function": function}
    if chance.random() < 0.1:
        del call[chance.choice(["id", "type", "function"])]
    return call


def message(chance, role):
    made = {"role": role, "content": words(chance)}
    odd = chance.random()
    if odd < 0.06:
        made["content"] = None
    elif odd < 0.14:
        made["content"] = [{"type": "text", "text": words(chance)} for _ in range(chance.randint(0, 3))]
    elif odd < 0.17:
        del made["content"]
    elif odd < 0.19:
        made["content"] = chance.choice([5, True, {"text": "x"}])
    if role == "assistant":
        if chance.random() < 0.3:
            made["tool_calls"] = [tool_call(chance, i) for i in range(chance.randint(0, 3))]
        if chance.random() < 0.25:
            made["reasoning_content"] = words(chance)
        if chance.random() < 0.2 and isinstance(made.get("content"), str):
            made["content"] = "<think>\n" + words(chance) + "\n</think>\n\n" + made["content"]
    if role == "tool":
        made["tool_call_id"] = "call00000"
        if chance.random() < 0.7:
            made["name"] = "get_weather"
    return made


def context(chance):
    roles = ["system"] if chance.random() < 0.4 else []
    for _ in range(chance.randint(1, 4)):
        roles += ["user", "assistant"]
        if chance.random() < 0.3:
            roles += ["tool"] * chance.randint(1, 2) + ["assistant"]
    if chance.random() < 0.6:
        roles.append("user")
    if chance.random() < 0.1:
        chance.shuffle(roles)
    made = {"messages": [message(chance, role) for role in roles], "bos_token": "<s>", "eos_token": "</s>"}
    if chance.random() < 0.8:
        made["add_generation_prompt"] = chance.random() < 0.7
    if chance.random() < 0.4:
        made["enable_thinking"] = made["thinking"] = chance.random() < 0.5
    if chance.random() < 0.4:
        made["tools"] = [
            {"type": "function", "function": {
                "name": name, "description": words(chance), "parameters": {
                    "type": "object", "required": ["city"] if chance.random() < 0.5 else [],
                    "properties": {f"p{i}": {"type": chance.choice(["string", "integer", "array", ["string", "null"]]),
                                             "description": words(chance, 4), **({"enum": ["a", 1]} if i == 1 else {})}
                                   for i in range(chance.randint(0, 3))}}}}
            for name in ["get_weather", "search"][:chance.randint(0, 2)]]
    if chance.random() < 0.1:
        made["documents"] = [{"title": words(chance, 3), "text": words(chance)}]
    if chance.random() < 0.1:
        made["reasoning_effort"] = chance.choice(["low", "high"])
    return made


# Expressions and templates

VALUES = {
    "s": "hello wörld", "n": 42, "f": 2.75, "lst": [3, 1, 2], "d": {"a": 1, "B": 2, "c": None},
    "nested": {"x": [1, {"y": "z"}], "k": "v"}, "t": True, "nul": None, "strs": ["b", "A", "c", "a"],
    "msgs": [{"role": "user", "content": "hi"},
             {"role": "assistant", "content": None, "tool_calls": [{"name": "f", "args": {"q": 1.5}}]},
             {"role": "user", "content": [{"type": "text", "text": "x"}]}],
    "big": 123456, "e": [], "mixed": [1, "a", None, 2.5, [1], {"k": "v"}, True],
}
STRINGS = ["''", "'abc'", "'Hello World'", "' pad '", "'a,b,c'", "'x\\ny\\r\\nz'", "'é中文😀'", "'%s-%d'", "'{} {}'",
           "'{0:>5}|{a}'", "'ÀÉß'", "'ǅ'", "'<b>&\"'", "'aaa'", "'12'", "' -7 '", "'3.5'", "'1e3'", "'0x1f'",
           "'tEsT one-two'", "\"it's\"", "'\\t\\\\q'", "'ΑΣ'", "'a\\u00a0b'", "'\\x00\\x7f'", "'ﬁ'", "'role'", "'%5.1f%%'",
           "'%(k)s'", "'e\\u0301'"]
NUMBERS = ["0", "1", "2", "-1", "3", "7", "10", "255", "-5", "2.5", "-0.5", "0.1", "1e20", "1e-7", "3.14159", "100", "1e16",
           "123456789.123", "0.5", "1.5"]
METHODS = ["strip", "lstrip", "rstrip", "upper", "lower", "title", "capitalize", "swapcase", "casefold", "split", "rsplit",
           "splitlines", "isalpha", "isdigit", "isalnum", "isspace", "isupper", "islower", "istitle", "isdecimal",
           "isnumeric", "isascii", "isidentifier", "isprintable", "items", "keys", "values", "expandtabs", "copy"]
METHODS_OF = ["strip", "lstrip", "rstrip", "split", "rsplit", "startswith", "endswith", "find", "rfind", "index", "rindex",
              "count", "join", "get", "partition", "rpartition", "removeprefix", "removesuffix", "format", "zfill", "center",
              "ljust", "rjust", "expandtabs", "splitlines", "append", "pop", "update"]
FILTERS = """abs capitalize count e escape first float forceescape int items last length list lower max min reverse round safe
    sort string striptags sum title tojson trim unique upper urlencode wordcount dictsort filesizeformat join default d map
    select reject xmlattr truncate center default(%s) d(%s,true) join(%s) replace(%s,%s) round(%s) round(1,'floor')
    round(2,'ceil') int(%s) int(0,16) float(%s) attr(%s) batch(2)|list batch(2,%s)|list slice(2)|list slice(3,%s)|list
    groupby('role') groupby(0) map('upper')|list map(attribute='role')|list map(attribute='content.0.text',default='D')|list
    map('int')|list map('default','z')|list select('string')|list select('equalto',1)|list reject('none')|list
    select('in',[1,2])|list selectattr('role','equalto','user')|list selectattr('tool_calls','defined')|list
    rejectattr('content')|list selectattr('content','string')|map(attribute='content')|join(',') sort(reverse=true)
    sort(case_sensitive=true) sort(attribute='role') dictsort(true) dictsort(by='value') dictsort(false,'key',true)
    tojson(indent=2) tojson(ensure_ascii=true) tojson(separators=(',',':')) tojson(sort_keys=true) truncate(5)
    truncate(8,true) truncate(6,true,'',0) wordwrap(5) trim(%s) format(%s) format(%s,%s) center(%s) unique|list
    unique(true)|list sum(start=1) sum(start=[]) min(attribute='role') max(case_sensitive=true) filesizeformat(true)
    xmlattr(false) list|length reverse|list items|list first|default('u') string|length string|indent(3,true)""".split()
TESTS = ["defined", "undefined", "none", "boolean", "true", "false", "integer", "float", "number", "string", "mapping",
         "sequence", "iterable", "callable", "escaped", "odd", "even", "lower", "upper", "divisibleby 3", "divisibleby(2)",
         "eq(%s)", "== %s", "in %s", "in(%s)", "sameas none", "gt %s", "lt(%s)", "ge 1", "ne %s", "filter", "test"]


class Maker:
    """Makes templates: mostly such as run, some that fail."""

    def __init__(self, seed):
        self.chance = random.Random(seed)

    def one_of(self, *choices):
        return self.chance.choice(choices)

    def atom(self, depth=0):
        kind = self.chance.random()
        if kind < 0.3:
            return self.one_of(*STRINGS)
        if kind < 0.5:
            return self.one_of(*NUMBERS)
        if kind < 0.85 or depth <= 0:
            return self.one_of(*VALUES, "u")
        if kind < 0.9:
            return self.one_of("true", "false", "none")
        parts = [self.expression(depth - 1) for _ in range(self.chance.randint(0, 3))]
        if kind < 0.95:
            return "[" + ", ".join(parts) + "]"
        if kind < 0.98:
            return "{" + ", ".join(f"{self.one_of(*STRINGS, '1', 'true')}: {part}" for part in parts) + "}"
        return "(" + ", ".join(parts + ["1", ""]) + ")"

    def filled(self, pattern):
        while "%s" in pattern:
            pattern = pattern.replace("%s", self.one_of(self.one_of(*NUMBERS), self.one_of(*VALUES), "'a'", "'x, y'"), 1)
        return pattern

    def expression(self, depth):
        if depth <= 0:
            return self.atom()
        deeper = lambda: self.expression(depth - 1)  # noqa: E731
        kind = self.chance.random()
        if kind < 0.2:
            return self.atom(depth)
        if kind < 0.34:
            return f"({deeper()} {self.one_of('+', '-', '*', '/', '//', '%', '~')} {deeper()})"
        if kind < 0.42:
            return f"({deeper()} {self.one_of('==', '!=', '<', '>', '<=', '>=', 'in', 'not in', 'and', 'or')} {deeper()})"
        if kind < 0.47:
            return f"({self.one_of('not ', '-')}{deeper()})"
        if kind < 0.50:
            return f"({deeper()} if {deeper()} else {deeper()})"
        if kind < 0.58:
            return f"{self.one_of(*VALUES, *STRINGS)}.{self.one_of(*METHODS)}()"
        if kind < 0.66:
            given = ", ".join(self.atom() for _ in range(self.one_of(1, 1, 1, 2, 2, 3)))
            return f"{self.one_of(*VALUES, *STRINGS)}.{self.one_of(*METHODS_OF)}({given})"
        if kind < 0.87:
            return f"({deeper()}|{self.filled(self.one_of(*FILTERS))})"
        if kind < 0.92:
            return f"({deeper()} is {self.one_of('', 'not ')}{self.filled(self.one_of(*TESTS))})"
        if kind < 0.95:
            return f"{self.one_of(*VALUES)}[{deeper()}]"
        if kind < 0.98:
            bound = lambda: self.one_of("", "1", "-1", "2", "-2", "n", "none", "100")  # noqa: E731
            return f"{self.one_of(*VALUES, *STRINGS)}[{bound()}:{bound()}{self.one_of('', ':', ':-1', ':2', ':-2')}]"
        return f"{deeper()}.{self.one_of('role', 'a', 'x', 'items', 'upper', 'y', '_p', '__class__', 'real')}"

    def sign(self):
        return self.one_of("", "", "", "-", "-", "+")

    def tag(self, body):
        return "{%" + self.sign() + " " + body + " " + self.sign() + "%}"

    def text(self):
        return self.one_of("", "a", "\n", "  ", "\n  ", "b\n", "  c  ", "\t\n\n", "{ }", "\r\n", "%}", "#", "\n\n    ")

    def simple(self):
        return self.one_of("x", "y", "ns.v", "q", "item", "loop.index", "loop.last", "loop.index0", "loop.previtem",
                           "loop.length", "loop.nextitem", "loop.cycle('o', 'e')", "loop.changed(item)", "m(x)", "m2(1, b=y)",
                           "caller()", "varargs", "m2()", "m(*lst)", "m2(**{'b': 2})", self.expression(1), self.atom())

    def body(self, depth):
        return "".join(self.statement(depth) + self.text() for _ in range(self.chance.randint(1, 4)))

    def statement(self, depth):
        kind = self.chance.random()
        tag, body = self.tag, lambda: self.body(depth - 1)
        if depth <= 0 or kind < 0.28:
            return "{{" + self.one_of("", "-") + " " + self.simple() + " " + self.one_of("", "-") + "}}"
        if kind < 0.33:
            return "{#" + self.sign() + " c " + self.sign() + "#}"
        if kind < 0.48:
            return tag(f"set {self.one_of('x', 'y', 'q', 'ns.v', 'x, y')} = {self.one_of(self.simple(), '[1,2]', 'x')}")
        if kind < 0.62:
            parts = [tag("if " + self.one_of(self.simple(), "x", "item is defined", "loop is defined")), body()]
            if self.chance.random() < 0.3:
                parts += [tag("elif " + self.simple()), body()]
            if self.chance.random() < 0.4:
                parts += [tag("else"), body()]
            return "".join(parts) + tag("endif")
        if kind < 0.80:
            over = self.one_of("lst", "[1,2,3]", "range(3)", "d", "d.items()", "msgs", "'abc'", "[]", "[[1,2],[3,4]]",
                               self.simple(), "nested.x", "lst|select")
            condition = self.one_of("", "", " if item", " if item is odd", " if loop is defined")
            jump = self.one_of("", "", "", tag("break"), tag("if loop.index == 2") + tag("break") + tag("endif"),
                               tag("if item == 1") + tag("continue") + tag("endif"))
            otherwise = tag("else") + body() if self.chance.random() < 0.2 else ""
            target = self.one_of("item", "item", "x", "a, b")
            return tag(f"for {target} in {over}{condition}") + jump + body() + otherwise + tag("endfor")
        if kind < 0.85:
            return tag(f"set {self.one_of('x', 'q')}{self.one_of('', ' | upper', ' | trim | length')}") + body() + tag("endset")
        if kind < 0.88:
            head = self.one_of("m(x)", "m2(a=1, b=x)", "m(a)", "q(x, y=2)")
            return tag("macro " + head) + body() + tag("endmacro")
        if kind < 0.91:
            return tag("call " + self.one_of("m(1)", "m2()")) + body() + tag("endcall")
        if kind < 0.93:
            return tag("filter " + self.one_of("upper", "trim", "replace('a','Z')|lower")) + body() + tag("endfilter")
        if kind < 0.96:
            return tag("with " + self.one_of("x = 5", "x = y, y = 2", "z = 1")) + body() + tag("endwith")
        if kind < 0.98:
            return tag("generation") + body() + tag("endgeneration")
        return "{%- raw %}" + self.text() + "{{ x }}" + self.text() + tag("endraw")

    def template(self):
        return (self.one_of("", "{% set ns = namespace(v=0) %}")
                + self.one_of("", "{% macro m(x) %}<{{ x }}{{ caller() if caller }}>{% endmacro %}\n")
                + self.one_of("", "{%- macro m2(a, b='B') -%}[{{ a }},{{ b }}{{ varargs }}]{%- endmacro -%}") + self.body(3))
