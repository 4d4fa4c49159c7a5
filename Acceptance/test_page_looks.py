"""How the page looks and what is taken away from it; pictures of every state go to Acceptance/output."""
import re

import pytest
from browser import BUILT, WHEN_BUILT, Look, answered, ask, highlighted, photograph, states
from playwright.sync_api import expect

ENGLISH, SMALL = Look("en"), Look("en", phone=True)


# Looks

def test_language_by_browser_and_by_switch(visit, shelf):
    page = visit(shelf, Look("zh")).open()
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    expect(page.get_by_role("textbox", name="您的问题")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("textbox", name="Your question")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Your question")).to_be_visible()
    answered(ask(page, WHEN_BUILT), BUILT)
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="出处")).to_be_visible()
    answered(page.locator("article.turn"), BUILT)
    page = visit(shelf, ENGLISH).open()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_light_and_dark_by_system_and_by_switch(visit, shelf):
    def lightness(page):
        return page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b)")

    page = visit(shelf).open()
    assert lightness(page) > 600
    page.emulate_media(color_scheme="dark")
    assert lightness(page) < 150
    switch = page.locator("#switch-theme")
    switch.click()
    expect(switch).to_have_attribute("aria-label", "Light")
    assert lightness(page) > 600
    page.reload()
    assert lightness(page) > 600
    switch.click()
    expect(switch).to_have_attribute("aria-label", "Dark")
    page.emulate_media(color_scheme="light")
    assert lightness(page) < 150


def test_on_a_phone_the_reader_opens_below_and_targets_are_large(visit, shelf):
    page = visit(shelf, SMALL).open()
    expect(page.locator(".examples")).to_be_visible()
    turn = ask(page, WHEN_BUILT)
    answered(turn, BUILT).tap()
    highlighted(page, BUILT)
    reader = page.locator("#reader").bounding_box()
    assert reader["x"] == 0 and reader["width"] == 390 and reader["y"] > 150
    expect(turn.locator("a.mark[aria-current]")).to_be_in_viewport()
    page.go_back()
    expect(page.locator("#reader")).to_be_hidden()
    expect(turn.get_by_role("button", name="Copy with marks")).to_be_visible()
    small = page.evaluate("""() => [...document.querySelectorAll('button, a, summary')].filter(element => element.offsetParent
        && !element.matches('.mark, .skip')).map(element => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
        .filter(([, box]) => box.height < 40 || box.width < 40).map(([what]) => what)""")
    assert small == []


def test_at_twice_the_size_everything_is_still_there(visit, shelf):
    page = visit(shelf, viewport={"width": 640, "height": 430}, device_scale_factor=2).open()
    answered(ask(page, WHEN_BUILT), BUILT).click()
    highlighted(page, BUILT)
    photograph(page, "reader-text-en-light-200%")


# Taking away

def test_copy_with_and_without_marks_and_export(visit, shelf):
    visitor = visit(shelf)
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.open()
    turn = ask(page, WHEN_BUILT)
    answered(turn, BUILT)

    def copied(button):
        page.evaluate("() => navigator.clipboard.writeText('')")
        turn.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
        return page.evaluate("() => navigator.clipboard.readText()")

    plain = copied("Copy")
    assert "built in 1874" in plain and "[1]" not in plain and "**" not in plain and "> " not in plain
    marked = copied("Copy with marks")
    assert re.search(r"1874.*\[1\]", marked) and re.search(r"^\[1\] .*lighthouse", marked, re.MULTILINE)
    with page.expect_download() as download:
        turn.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename.endswith(".md")
    text = open(download.value.path(), encoding="utf-8").read()
    assert text.startswith(f"# {WHEN_BUILT}\n\n") and text.count(WHEN_BUILT) == 1 and marked in text
    assert re.search(r"^\[1\] .* · `/.*lighthouse\.txt`$", text.rstrip(), re.MULTILINE), text


def test_printing_prints_the_answer_and_its_sources(visit, shelf):
    page = visit(shelf).open()
    turn = ask(page, WHEN_BUILT)
    answered(turn, BUILT)
    page.emulate_media(media="print")
    expect(turn.locator(".sources .address").first).to_be_visible()
    for away in ("#dock", ".top nav", ".acts", ".followups"):
        expect(page.locator(away).first).to_be_hidden()


# Every state, in every look

@pytest.mark.parametrize("look", [*[Look(language, phone=phone) for language in ("en", "zh") for phone in (False, True)],
                                  Look("en", phone=True, large=True)], ids=str)
def test_every_state_has_its_picture(visit, shelf, empty_server, secret_server, look):
    for name, page in states(visit, shelf, empty_server, secret_server, look):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            photograph(page, f"{name}-{look.language}-{scheme}-{look.form}")


@pytest.mark.parametrize("language, question", [("en", "Does anything leave my machine?"), ("zh", "我的数据会传到外面吗？")])
def test_the_picture_for_the_readme(visit, guide_server, language, question):
    page = visit(guide_server, Look(language), viewport={"width": 1280, "height": 720}, device_scale_factor=2).open()
    turn = ask(page, question)
    expect(turn).to_have_attribute("data-status", "answered")
    turn.locator("a.mark").first.click()
    expect(page.locator("#reader mark").first).to_be_in_viewport()
    page.locator("#reader").focus()
    photograph(page, f"readme-{language}")
