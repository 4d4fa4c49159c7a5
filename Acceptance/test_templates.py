"""Chat templates beside PyPI's jinja2, set up as transformers does: the same text to the last byte, or the same refusal."""
import json
import random

import pytest
from chat_templates import NOW, VALUES, Maker, context, environment, jinja
from conftest import ROOT, kaiyuan

DATA = ROOT.parent / "shared" / "data" / "chat_templates"

OWN = {
    "plain": "{% for m in messages %}{{ m['role'] + ': ' + m['content'] }}\n{% endfor %}"
             "{% if add_generation_prompt %}assistant:{% endif %}",
    "strict": "{{ bos_token }}{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
              "{{ raise_exception('Roles must alternate, but message ' ~ loop.index ~ ' is of ' ~ m.role) }}{% endif %}"
              "{{ '[INST] ' ~ m.content | trim ~ ' [/INST]' if m.role == 'user' else m.content ~ eos_token }}{% endfor %}",
    "tools": "{%- macro kind(p) %}{{ p.type if p.type is string else p.type | join('|') }}{% endmacro %}"
             "{%- for t in tools or [] %}{% set f = t.function %}{{ f.name }}({% for k, p in f.parameters.properties | items %}"
             "{{ k }}: {{ kind(p) }}{{ ', ' if not loop.last }}{% endfor %}) {{ f | tojson(indent=2) }}\n{% endfor %}"
             "{%- for m in messages if m.role != 'system' %}<|{{ m.role }}|>\n"
             "{%- if m.content is string %}{{ m.content.split('</think>')[-1].lstrip('\\n') }}"
             "{%- elif m.content is iterable %}{{ m.content | map(attribute='text') | join('\\n') }}{% endif %}"
             "{%- for c in m.tool_calls or [] %}{{ c.function.arguments | tojson }}{% endfor %}\n{% endfor %}"
             "{{ strftime_now('%d %b %Y') }}",
}


def templates():
    yield from OWN.items()
    for path in sorted(DATA.glob("templates/*.json")):
        yield path.stem, json.loads(path.read_text())["template"]


def rendered(tmp_path, cases):
    """What `kaiyuan render` makes of each case, many in one process."""
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(json.dumps({"template": template, "context": given}) + "\n" for template, given in cases))
    result = kaiyuan("render", "--jsonl", file, "--now", NOW.isoformat(), home=tmp_path, timeout=900)
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def compare(tmp_path, cases, wanted):
    """Compares; a number that does not fit into 64 bits is the one difference that is allowed."""
    found = rendered(tmp_path, cases)
    assert len(found) == len(cases)
    wrong = []
    for (template, given), (kind, text), ours in zip(cases, wanted, found):
        if kind == "text" and ours.get("text") == text:
            continue
        if kind == "raised" and ours.get("error") == "raised" and ours["message"] == text:
            continue
        if kind == "fails" and ours.get("error") in ("runtime", "syntax", "limit"):
            continue
        if "64 bits" in ours.get("message", ""):
            continue
        wrong.append(f"{template!r} with {json.dumps(given)[:2000]}\njinja2: {kind} {text!r}\nkaiyuan: {ours}")
    assert not wrong, f"{len(wrong)} of {len(cases)} differ, such as\n" + "\n\n".join(wrong[:3])


def test_generated_chats(tmp_path):
    made, cases, wanted = environment(), [], []
    for name, template in templates():
        chance = random.Random(name)
        for _ in range(10):
            given = context(chance)
            expected = jinja(made, template, given)
            if expected:
                cases.append((template, given))
                wanted.append(expected)
    kinds = [kind for kind, _ in wanted]
    assert kinds.count("text") > len(kinds) / 4 and kinds.count("raised") > 5
    compare(tmp_path, cases, wanted)


@pytest.mark.parametrize("what, count", [("expressions", 2500), ("templates", 800)])
def test_random(tmp_path, what, count):
    made, maker, cases, wanted = environment(), Maker(20260101), [], []
    while len(cases) < count:
        template = maker.template() if what == "templates" else "{{ " + maker.expression(maker.chance.randint(1, 3)) + " }}"
        expected = jinja(made, template, VALUES)
        if expected:
            cases.append((template, VALUES))
            wanted.append(expected)
    assert sum(kind == "text" for kind, _ in wanted) > count / 5
    compare(tmp_path, cases, wanted)


def test_one_template_and_one_chat(tmp_path):
    template, given = tmp_path / "t.jinja", tmp_path / "c.json"
    template.write_text("{% for m in messages %}\n{{ m.content }}\n{% endfor %}\nend\n")
    given.write_text(json.dumps({"messages": [{"content": "北京 \"x\"\n"}]}))
    result = kaiyuan("render", "--template", template, "--context", given, home=tmp_path)
    assert (result.returncode, result.stdout) == (0, "北京 \"x\"\n\nend")

    template.write_text("\n{{ raise_exception('No user message') }}")
    result = kaiyuan("render", "--template", template, "--context", given, home=tmp_path)
    assert result.returncode == 1 and result.stdout == ""
    assert "No user message" in result.stderr and "line 2" in result.stderr

    given.write_text("[1]")
    result = kaiyuan("render", "--template", template, "--context", given, home=tmp_path)
    assert result.returncode != 0 and "JSON object" in result.stderr
