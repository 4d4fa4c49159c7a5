#!/usr/bin/env python3
"""Makes cases.json: small templates with what PyPI's jinja2 3.1.6 renders in the environment of transformers.

A case is [template, text], or [template, null] where jinja2 fails. Run it with jinja2 installed.
"""
import copy
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "Acceptance"))
from chat_templates import environment

CONTEXT = {
    "s": "hello wörld", "n": 42, "f": 2.75, "t": True, "nul": None, "numbers": [3, 1, 2], "d": {"b": 1, "A": 2, "c": None},
    "words": ["b", "A", "c", "a"], "nested": {"x": [1, {"y": "z"}], "k": "v"}, "odd": "中文😀 \"q\" 'a' \\ \n\t<&>",
    "messages": [
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": None, "tool_calls": [{"name": "f", "arguments": {"q": 1.5, "列": []}}]},
        {"role": "user", "content": [{"type": "text", "text": "x"}, {"type": "image"}]},
    ],
}

EXPRESSIONS = r"""
1 + 2 * 3
7 // 2
-7 // 2
-7 % 3
7 % -3
7 / 2
6 / 3
2 ** 10
2 ** -1
-2 ** 2
1.0
1e16
123456789012345680.0
1e15
0.1 + 0.2
1e-5
0.0001
-0.0
1 / 3
10.5 // 3
-10.5 % 3
true + true
'a' * 3
3 * 'ab'
[1] * 2 + [none]
'a' ~ 1 ~ none ~ true ~ 1.5 ~ [1, 'x'] ~ undefined_name
1 + 2 ~ 3
1 < 2 < 3
1 < 3 > 2 == 2
1 == 1.0 == true
'a' < 'b'
'B' < 'a'
[1, 2] < [1, 3]
'a' < 1
none < 1
1 in [true]
'ell' in s
'x' not in s
1 in s
'b' in d
nul in d
[] in [[]]
not 1 or 2 and 0
0 or '' or 'last'
1 and 2
nul == undefined_name
undefined_name == other_name
undefined_name
undefined_name.x
undefined_name + 1
undefined_name|length
nul.x
nul.x.y
nul[0]
d.missing
d['missing']['x']
d.items()
d.keys()
d.values()
d.get('b')
d.get('z')
d.get('z', 9)
d.copy()
d.update({'x': 1})
d.pop('b')
numbers.append(1)
numbers.index(2)
numbers.count(3)
numbers.index(99)
numbers[0]
numbers[-1]
numbers[9]
numbers[1:]
numbers[::-1]
numbers[-2:]
numbers[5:]
numbers[::2]
numbers[::0]
s[1]
s[-1]
s[6:9]
s[::-1]
s[:-3]
s[100:]
nul[1:]
odd[0:3]
odd
odd|tojson
odd|tojson(ensure_ascii=true)
odd|length
[odd]
s.upper()
s.title()
s.capitalize()
'straße'.upper()
'ΑΣ'.lower()
s.split()
s.split('l')
s.split('l', 1)
s.rsplit('l', 1)
' a  b '.split()
' a  b '.split(' ')
' a b c '.split(none, 1)
' a b c '.rsplit(none, 1)
'a,b'.split(',')
''.split(',')
''.split()
'abc'.split('')
'xxabcxx'.strip('x')
'  a '.strip()
'  a '.lstrip()
'  a '.rstrip()
'<think>x</think>y'.split('</think>')[-1].lstrip('\n')
s.startswith('he')
s.startswith(('x', 'h'))
s.endswith('ld')
s.find('l')
s.find('zz')
s.rfind('l')
s.index('zz')
s.count('l')
s.replace('l', 'L')
s.replace('l', 'L', 1)
'abc'.replace('', '-')
'a\nb\r\nc\n'.splitlines()
'a-b-c'.partition('-')
'a-b-c'.rpartition('-')
'-'.join(['a', 'b'])
'-'.join([1])
'42'.zfill(5)
'-4'.zfill(5)
'ab'.center(5)
'ab'.center(6, '*')
'ab'.ljust(4) ~ '|'
'a\tb'.expandtabs(4)
'abc'.removeprefix('a').removesuffix('c')
'12'.isdigit()
'½'.isnumeric()
'aB'.swapcase()
'ab'.islower()
'{} {}'.format(1, 'x')
'{1} {0}'.format(1, 'x')
'{a:>6}|{b:<6}|{c:^7}|'.format(a=1, b='x', c=2.5)
'{:05d} {:+.2f} {:x} {:,} {:.1%} {:e}'.format(42, 3.14159, 255, 1234567, 0.256, 12345.678)
'{0.b} {0[A]}'.format(d)
'{!r} {!s}'.format('a', 'b')
'{'.format()
'{} {0}'.format(1)
'{{}}'.format()
'{:d}'.format('x')
'%s %s' % (1, 'x')
'%d%%' % 12
'%5.2f|%-6s|%06d|%+d|%x' % (3.14159, 'ab', 42, 7, 255)
'%(b)s' % d
'%s' % [1, 2]
'%s %s' % 1
'%s' % (1, 2)
'%d' % 'x'
'%r' % 'a'
'%c' % 65
'%.3s' % 'abcdef'
'%e %g %g' % (12345.678, 0.00001, 1e10)
'%s, %s!'|format('a', 'b')
s|upper|lower
s|title
'foo-bar (baz)'|title
'  x '|trim
'xxaxx'|trim('x')
s|replace('l', 'L', 1)
n|string|length
words|join(', ')
words|join
messages|join(',', attribute='role')
words|sort
words|sort(reverse=true)
words|sort(case_sensitive=true)
messages|sort(attribute='role')|map(attribute='role')|join(' ')
d|dictsort
d|dictsort(true)
d|dictsort(by='value')
d|items|list
numbers|max
numbers|min
[]|max
numbers|sum
numbers|sum(start=10)
messages|sum(attribute='x')
numbers|first
numbers|last
[]|first
numbers|reverse|list
s|reverse
'aAbB'|unique|join
numbers|batch(2)|list
numbers|batch(2, 'x')|list
numbers|slice(2)|list
messages|groupby('role')|length
messages|map(attribute='role')|list
messages|map(attribute='content.0.text', default='-')|list
words|map('upper')|join
words|map('replace', 'a', 'Z')|list
messages|selectattr('role', 'equalto', 'user')|list|length
messages|selectattr('tool_calls', 'defined')|map(attribute='role')|first
messages|rejectattr('role', 'eq', 'user')|list|length
numbers|select('odd')|list
numbers|reject('greaterthan', 1)|list
messages|selectattr('content', 'string')|list|length
words|map('nothing')|list
numbers|select
'3.7'|int
'abc'|int
'abc'|int(7)
'0x1f'|int(0, 16)
3.99|int
'1e3'|float
nul|int
'x'|float(1.5)
2.5|round
3.5|round
2.675|round(2)
42.55|round(1, 'floor')
42.51|round(1, 'ceil')
7|round(1)
-3|abs
1000|filesizeformat
1234567|filesizeformat
1234567|filesizeformat(true)
nul|default('x')
undefined_name|default('x')
''|default('x', true)
nul|d('x', true)
'<a>&'|escape
'<a>&'|e|upper
('<a>'|escape) + '<b>'
'<b>' + ('<a>'|safe)
'<a>'|safe ~ '<b>'
'<p>a <b>x</b>&amp;</p>'|striptags
{'a': 1, 'b': none, 'c': '<'}|xmlattr
'a b/c?d=é'|urlencode
{'a': 1, 'b c': 'é'}|urlencode
'one two three'|wordcount
'foo bar baz qux'|truncate(9)
'foo bar baz qux'|truncate(9, true)
'foo bar baz qux'|truncate(11)
'foo bar baz qux'|truncate(11, false, '..', 0)
'the quick brown fox jumps'|wordwrap(10)
'a\nb\n\nc'|indent
'a\nb\n\nc'|indent(2, true)
'a\nb\n\nc'|indent('> ', blank=true)
'ab'|center(6)
messages|tojson
messages|tojson(indent=2)
messages[1]|tojson(separators=(',', ':'))
{'b': 1, 'a': [], 'c': {}}|tojson(sort_keys=true, indent=1)
[1.0, 1e20, true, none, (1, 2)]|tojson
{1: 'a', none: 'b', true: 'c', 1.5: 'd'}|tojson
undefined_name|tojson
numbers|map('string')|tojson
{'a': 1, 'a': 2}
{1: 'a', 1.0: 'b', true: 'c'}
{[1]: 2}
(1,)
()
(1, 'a')
[1, [2, {'x': none}]]
"it's"
'a"b\'c'
'a' 'b'
'\x41\u4e2d\n\101\q'
0x1F + 0b11 + 0o17 + 1_000
1 if true else 2
1 if false
('a' if false) ~ 'b'
range(5)|list
range(2, 10, 3)|list
range(5, 0, -2)|list
range(3)
range(10)[2:5]
range(3)|length
3 in range(5)
dict(a=1, b=2)
dict(d, z=1)|length
namespace(a=1).a
namespace(a=1).b
joiner(',')()
strftime_now('%d %B %Y')
strftime_now('%Y-%m-%d %H:%M:%S %A %a %b %j %-d %I %p %y %%')
raise_exception('no')
n is number
n is integer
t is number
t is integer
t is boolean
f is float
s is string
d is mapping
d is sequence
numbers is sequence
d.items() is sequence
d.items() is iterable
numbers is iterable
n is iterable
nul is none
nul is defined
undefined_name is defined
undefined_name is not defined
n is even
n is divisibleby 7
n is divisibleby(5)
'a' is in ['a']
'a' is in 'b'
t is true
t is sameas true
1 is true
n is eq 42
n is gt(41)
'upper' is filter
'nothing' is filter
'odd' is test
'A' is upper
s is lower
raise_exception is callable
n is callable
n is undefined or s is defined
not n is defined
messages[-1].content[0].text
messages[1].tool_calls[0].arguments.q
messages[1]['tool_calls'][0].arguments|items|list
messages.0.role
nested.x.1.y
nested['x'][1]['y']
nested.items
s.__class__
s.nothing
d|attr('items')
d|attr('b')
-n|abs
n.bit_length()
-1.5|abs|int + 1
"" in ""
"a" in []
s is s is s
n n
""".strip().splitlines()

TEMPLATES = [
    "a\n{% if true %}\nb\n{% endif %}\nc\n",
    "a\n  {% if true %}  \nb\n  {%- endif -%}  \nc",
    "  {%+ if true %}x{% endif +%}\n y",
    "x  {# c #}\n  y {#- c -#}  z",
    "a {{- 1 -}} b {{ 2 -}}\n c\n{{- 3 }}\n",
    "\n{% set x = 1 %}\n\n{{ x }}\n\n",
    "line\r\nnext\rlast\r\n",
    "{% raw %}{{ x }}{% endraw %}|{%- raw -%} {% y %} {%- endraw -%} |",
    "  {% raw %}\n  x\n  {% endraw %}\ny",
    "{{ '}}' }}{{ '%}' }}{{ {'a': {'b': 1}} }}{{ {'a': {}}['a'] }}",
    "{% for x in numbers %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.last }}{{ x }},{% endfor %}",
    "{% for x in numbers %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }} {{ loop.length }}{% endfor %}",
    "{% for x in [] %}x{% else %}empty{% endfor %}",
    "{% for x in numbers %}{% break %}{% else %}else{% endfor %}",
    "{% for x in numbers if x > 1 %}{{ loop.index }}:{{ x }}/{{ loop.length }} {% endfor %}",
    "{% for x in numbers %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% endfor %}",
    "{% for x in numbers %}{% if loop.index == 2 %}{% break %}{% endif %}{{ x }}{% endfor %}",
    "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}{% for k in d %}{{ k }}{% endfor %}",
    "{% for (a, b), c in [[[1, 2], 3]] %}{{ a }}{{ b }}{{ c }}{% endfor %}",
    "{% for a, b in [[1, 2, 3]] %}{% endfor %}",
    "{% for x in numbers %}{% for y in 'ab' %}{{ loop.index }}{{ y }}{% endfor %}{{ loop.index }}{% endfor %}",
    "{% for x in [1, [2, [3]]] recursive %}{% if x is number %}{{ x }}{% else %}({{ loop(x) }}){% endif %}{{ loop.depth }}{% endfor %}",
    "{% for x in 'abcd' %}{{ loop.cycle('1', '2') }}{{ loop.changed(x == 'c') }}{% endfor %}",
    "{% for x in none %}{% endfor %}",
    "{% set x = 1 %}{% for i in [1, 2] %}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}",
    "{% set ns = namespace(x=1) %}{% for i in [1, 2] %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}",
    "{% if true %}{% set x = 1 %}{% endif %}{{ x }}",
    "{% if false %}{% set n = 1 %}{% endif %}{{ n }}",
    "{% for i in [1, 2] %}{% if i == 2 %}{{ n }}{% endif %}{% set n = i %}{% endfor %}{{ n }}",
    "{% for i in [1] %}{% set q = 5 %}{% endfor %}{{ q is defined }}",
    "{% set d.x = 1 %}",
    "{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set a, b = b, a %}{{ a }}{{ b }}",
    "{% set x %}a{{ n }}b{% endset %}[{{ x }}]{% set x | upper | trim %} abc {% endset %}[{{ x }}]",
    "{% macro f(a, b=2, c='x') %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ f(1) }}|{{ f(1, c=3) }}|{{ f(a=5, b=6) }}|{{ f() }}",
    "{% macro f(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ f(1, 2, 3, x=4) }}",
    "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(1, 2) }}",
    "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(1, z=2) }}",
    "{% macro f(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ f(1) }}",
    "{% macro f() %}<{{ caller(1) }}>{% endmacro %}{% call(x) f() %}[{{ x }}{{ n }}]{% endcall %}",
    "{% macro f(x) %}{% if x > 0 %}{{ x }}{{ f(x - 1) }}{% endif %}{% endmacro %}{{ f(3) }}",
    "{% macro f() %}{{ y }}{% endmacro %}{% set y = 1 %}{{ f() }}{% set y = 2 %}{{ f() }}",
    "{% macro f() %}{% set n = 1 %}{{ n }}{% endmacro %}{{ f() }}{{ n }}",
    "{% macro f() %}x{% endmacro %}{{ f() ~ f() }}{{ f()|upper }}{{ f.name }}{{ f.arguments }}",
    "{% filter upper %}abc{{ n }}{% filter replace('B', 'z') %}abB{% endfilter %}{% endfilter %}",
    "{% with a = 1, b = n %}{{ a }}{{ b }}{% set a = 9 %}{% endwith %}{{ a is defined }}",
    "{% generation %}a{{ n }}{% set q = 1 %}{% endgeneration %}{{ q is defined }}",
    "{% block a %}x{{ n }}{% endblock a %}",
    "{% autoescape false %}{{ '<' }}{% endautoescape %}",
    "{% if n is defined and n > 40 %}big{% elif n %}small{% else %}none{% endif %}",
    "{%- for m in messages -%}\n<|{{ m.role }}|>\n{{ m['content'] if m['content'] is string else m.content|tojson }}\n{% endfor %}",
    "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}",
    "{% set j = joiner('; ') %}{% for w in words %}{{ j() }}{{ w }}{% endfor %}",
    "{% set g = numbers|map('string') %}{{ g|join }}{{ g|join }}!",
    "{% set loop = 5 %}{{ loop }}",
    "{{ n }}{% set n = 1 %}{{ n }}",
    "{% if x %}{{ 1 | nothing }}{% endif %}ok",
    "{{ (messages | selectattr('role', 'equalto', 'user') | list)[-1].content[0].text }}",
    "{% for m in messages %}{{ '<s>' + m.role + ':' + (m.content or '') if m.content is not iterable or m.content is string else '?' }}{% endfor %}",
    "{{ f }} {{ 1e100 }} {{ [1.5, 2.0] }} {{ 'é'|tojson }}",
    "{% macro f(**k) %}{% endmacro %}",
    "{{ 1 is }}",
    "{% for %}{% endfor %}",
    "{% if %}{% endif %}",
    "{{ }}",
    "{{ a. }}",
    "{{ 'unclosed }}",
    "plain { text } with % and # signs {",
    "{{ x }",
]


def render(made, template):
    try:
        return made.from_string(template).render(**copy.deepcopy(CONTEXT))
    except Exception:
        return None


if __name__ == "__main__":
    made = environment()
    templates = ["{{ " + expression + " }}" for expression in EXPRESSIONS] + TEMPLATES
    cases = [[template, render(made, template)] for template in templates]
    cases = [case for case in cases if case[1] is None or " object at 0x" not in case[1] and "<built-in" not in case[1]
             and "<generator" not in case[1]]
    (Path(__file__).parent / "cases.json").write_text(
        json.dumps({"context": CONTEXT, "cases": cases}, ensure_ascii=True, indent=0) + "\n")
    print(len(cases), "cases,", sum(case[1] is None for case in cases), "of them fail")
