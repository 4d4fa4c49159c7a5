"""A document at a glance, and what the first screen offers unasked."""
import json
from urllib.request import urlopen

import pytest
from browser import Look, browser, photograph, shelf, visit  # noqa: F401
from conftest import Server, kaiyuan
from playwright.sync_api import expect

CHAPTERS = [("Harbour", "pilots"), ("Lamps", "lanterns"), ("Fog", "foghorns"), ("Wrecks", "salvage"), ("Keepers", "logbooks")]


def manual():
    """A long text: every chapter speaks of its own things, and all of the lighthouse of Skerra."""
    parts = ["# Manual of the lighthouse of Skerra"]
    for number, (name, thing) in enumerate(CHAPTERS):
        parts.append(f"## {name}")
        for line in range(40):
            parts.append(f"Paragraph {number}.{line}: the lighthouse of Skerra keeps {thing} in good order, and the {thing} "
                         f"are looked after on day {line + 1} of each season.")
    return "\n\n".join(parts)


OLD = """---
title: An early account of Skerra
date: 1988-05-01
---

# An early account of Skerra

The lighthouse of Skerra had foghorns and logbooks long before the road was made. The foghorns were sounded by hand, and the logbooks
were written in ink by the keepers of the lighthouse.

Salvage from wrecks was sold on the quay, and pilots came out to the lighthouse of Skerra in open boats.
"""
CHINESE = """# 灯塔的雾号

斯凯拉灯塔的雾号每天检查一次。雾号由守塔人保养，守塔人把天气写进蓝皮本。

灯塔与雾号是航船的依靠。守塔人不在时，雾号由港务所代管。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reading") / "skerra"
    folder.mkdir()
    (folder / "account.md").write_text(OLD)
    (folder / "雾号.md").write_text(CHINESE)
    for number, (name, thing) in enumerate(CHAPTERS):
        (folder / f"{number}.md").write_text(f"# {name} and the lighthouse\n\nThe {thing} are told of here. All {thing} belong to the {name.lower()} office of the island.\n")
    home = tmp_path_factory.mktemp("room")
    kaiyuan("add", folder, home=home)
    (folder / "manual.md").write_text(manual())
    added = json.loads(kaiyuan("add", folder, "--json", home=home).stdout)
    assert added["skipped"] == [] and added["added"] == 1, added
    with Server(home) as server:
        yield server


def get(server, path):
    return json.load(urlopen(server.address + path, timeout=20))


def document(server, title):
    return next(entry for entry in get(server, "/api/documents?limit=50")["documents"] if title in entry["title"])


def test_an_overview_is_true(room):
    about = document(room, "Manual")
    found = get(room, f"/api/documents/{about['id']}/overview")
    assert [heading["text"] for heading in found["outline"] if heading["level"] == 2] == [name for name, _ in CHAPTERS]
    assert found["complete"]
    places = [sentence["start"] for sentence in found["key_sentences"]]
    assert places and places == sorted(places)
    for sentence in found["key_sentences"]:
        # The place opens the very sentence.
        blocks = get(room, f"/api/documents/{about['id']}?start={sentence['start']}&end={sentence['end']}")["blocks"]
        marked = "".join(part["text"] for block in blocks for part in block["segments"] if part["marked"])
        assert marked == sentence["text"]
    terms = {term["text"].lower() for term in found["terms"]}
    assert terms & {thing for _, thing in CHAPTERS} and not terms & {"the", "and", "of"}
    related = {entry["document"]["title"]: entry for entry in found["related"]}
    old = related["An early account of Skerra"]
    assert old["older"] and len(old["terms"]) >= 2
    assert about["id"] not in [entry["document"]["id"] for entry in found["related"]]


def test_chinese_terms_are_words(room):
    about = document(room, "雾号")
    terms = [term["text"] for term in get(room, f"/api/documents/{about['id']}/overview")["terms"]]
    assert "守塔人" in terms and "雾号" in terms
    assert "守塔" not in terms and "塔人" not in terms


@pytest.mark.parametrize("look", [Look(), Look("zh", dark=True), Look(phone=True)], ids=str)
def test_the_outline_jumps_and_shows_where_one_is(visit, room, look):
    about = document(room, "Manual")
    page = visit(room, look).open(f"/d/{about['id']}")
    expect(page.locator(".blocks")).to_be_visible()
    if look.phone:
        page.locator(".overview summary").click()
    outline = page.locator(".outline")
    expect(outline.get_by_role("button")).to_have_count(len(CHAPTERS))
    photograph(page, f"glance-{look}")
    wrecks = outline.get_by_role("button", name="Wrecks")
    wrecks.click()
    expect(page.locator(".blocks").get_by_text("Wrecks", exact=True)).to_be_in_viewport()
    expect(wrecks).to_have_attribute("aria-current", "location")
    photograph(page, f"glance-jumped-{look}")
    page.evaluate("() => document.querySelector('.blocks').lastElementChild.scrollIntoView()")
    if not look.phone:
        expect(outline.get_by_role("button", name="Keepers")).to_have_attribute("aria-current", "location")


def test_a_key_sentence_opens_where_it_stands(visit, room):
    about = document(room, "early account")
    page = visit(room).open(f"/d/{about['id']}")
    sentence = page.locator(".key-sentences button").first
    words = sentence.inner_text()
    sentence.click()
    expect(page.locator(".blocks mark").first).to_be_in_viewport()
    assert "".join(page.locator(".blocks mark").all_inner_texts()).strip() == words


def test_the_first_screen_offers_what_the_library_yields(visit, room):
    found = get(room, "/api/discover")
    assert found == get(room, "/api/discover")
    assert {"lighthouse"} <= {topic["text"].lower() for topic in found["topics"]} or found["topics"]
    assert found["arrivals"][0]["title"].startswith("Manual")
    assert found["revivals"]
    for look in (Look(), Look("zh", dark=True), Look(phone=True), Look("zh", phone=True, dark=True)):
        page = visit(room, look).open("/")
        expect(page.locator(".arrivals li")).to_have_count(len(found["arrivals"]))
        expect(page.locator(".revivals li")).to_have_count(len(found["revivals"]))
        photograph(page, f"discover-{look}{'-dark' if look.dark else ''}")
    page.locator(".revivals a").first.click()
    expect(page.locator(".blocks mark").first).to_be_in_viewport()


def test_an_empty_library_offers_nothing_but_how_to_fill_it(visit, fresh_server):
    page = visit(fresh_server).open("/")
    expect(page.locator(".fill")).to_be_visible()
    expect(page.locator(".discover")).to_have_count(0)
    found = get(fresh_server, "/api/discover")
    assert (found["topics"], found["arrivals"], found["revivals"]) == ([], [], [])
