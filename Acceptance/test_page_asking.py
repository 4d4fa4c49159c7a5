"""Asking on the page: answers and their marks, no answer, sides, scopes, asking again."""
import re

import pytest
from browser import (BUILT, FERRY_TIME, FOUNDER, UNKNOWN, WHEN_BUILT, WHEN_FERRY, WHO_FOUNDED, answered, ask, go_on,
                     pause_at, send, show_scripted)
from playwright.sync_api import expect


@pytest.mark.parametrize("question, words", [(WHEN_BUILT, BUILT), (WHO_FOUNDED, FOUNDER)])
def test_every_quote_stands_behind_its_mark(visit, shelf, question, words):
    page = visit(shelf).open()
    turn = ask(page, question)
    mark = answered(turn, words)
    expect(turn.locator(".sources li")).not_to_have_count(0)
    expect(page).to_have_title(re.compile("^" + re.escape(question) + " · Kaiyuan$"))
    mark.hover()
    expect(page.get_by_role("tooltip").locator("mark")).to_contain_text(words)
    conversation = page.request.get("/api/conversations/" + page.url.rsplit("/", 1)[1]).json()
    for number, told in enumerate(conversation["turns"][0]["marks"]):
        turn.locator("a.mark").nth(number).click()
        expect(page.locator("#reader mark").first).to_be_in_viewport()
        assert "".join("".join(page.locator("#reader mark").all_text_contents()).split()) == "".join(told["quote"].split())
        page.keyboard.press("Escape")
        expect(page.locator("#reader")).to_be_hidden()


def test_no_answer_is_said_plainly_with_what_is_near(visit, shelf):
    page = visit(shelf).open()
    turn = ask(page, UNKNOWN)
    expect(turn).to_have_attribute("data-status", "no_answer")
    expect(turn.locator("a.mark")).to_have_count(0)
    expect(turn.get_by_role("heading", name="Not an answer, but near")).to_be_visible()
    turn.locator(".near a.source").first.click()
    expect(page.locator("#reader mark, #reader .lit-box").first).to_be_in_viewport()


def test_an_empty_library_says_so_when_asked(visit, empty_server):
    page = visit(empty_server).open()
    turn = ask(page, WHEN_BUILT)
    expect(turn).to_contain_text("The library is empty")
    with page.expect_file_chooser():
        turn.get_by_role("button", name="Add files").click()


def test_the_sides_of_a_disagreement_have_marks_like_any_other(visit, shelf):
    page = visit(shelf).open()
    show_scripted(page)
    marks = page.locator(".side a.mark")
    expect(marks).to_have_count(2)
    expect(page.locator(".side strong").first).to_have_text("forty-two")
    marks.first.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("Survey of lighthouses")
    marks.first.click()
    expect(page.locator("#reader")).to_contain_text("1 of 2")
    page.keyboard.press("n")
    expect(marks.nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("p")
    expect(marks.first).to_have_attribute("aria-current", "true")


def test_enter_while_answering_says_to_wait_or_stop(visit, shelf):
    page = visit(shelf).open()
    pause_at(page, "delta")
    turn = send(page, WHEN_BUILT)
    expect(turn.locator(".prose")).not_to_be_empty()
    page.locator("#question").fill(WHEN_FERRY)
    page.locator("#question").press("Enter")
    expect(page.locator("#box-error")).to_contain_text("wait for it, or stop it")
    expect(page.locator("#question")).to_have_value(WHEN_FERRY)
    go_on(page)
    answered(turn, BUILT)
    expect(page.locator("#box-error")).to_be_hidden()
    expect(page.locator("#live").get_by_text("The answer is complete")).to_have_count(1)


def test_asking_within_one_document(visit, shelf):
    page = visit(shelf).open()
    page.get_by_role("button", name="All sources").click()
    page.get_by_role("dialog").get_by_role("searchbox").fill("lighthouse")
    page.get_by_role("dialog").get_by_role("button", name="lighthouse").first.click()
    expect(page.locator("#scope")).to_contain_text("lighthouse")
    expect(ask(page, WHEN_FERRY).locator(".prose").first).not_to_contain_text(FERRY_TIME)
    answered(ask(page, WHEN_BUILT), BUILT)
    page.get_by_role("button", name="Ask all sources again").click()
    answered(ask(page, WHEN_FERRY), FERRY_TIME)


def test_another_tab_goes_on_within_the_same_document(visit, shelf):
    visitor = visit(shelf)
    page = visitor.open("/?document=1")
    name = page.locator("#scope b").text_content()
    ask(page, WHEN_FERRY)
    expect(page).to_have_url(re.compile("/c/"))
    second = visitor.open(page.url)
    expect(second.locator("#scope b")).to_have_text(name)
    ask(second, UNKNOWN)
    assert visitor.asked[-1]["scope"] == {"document_ids": [1]}
    second.get_by_role("button", name="Ask all sources again").click()
    second.reload()
    expect(second.locator("article.turn")).to_have_count(2)
    expect(second.locator("#scope")).to_be_hidden()


def test_what_a_part_does_not_answer_is_asked_of_the_whole(visit, shelf):
    page = visit(shelf).open("/?document=1")
    expect(page.locator("#scope")).to_be_visible()
    expect(page.locator(".examples")).to_have_count(0)
    turn = ask(page, WHO_FOUNDED)
    expect(turn).to_have_attribute("data-status", "no_answer")
    page.reload()
    turn.get_by_role("button", name="Ask all sources", exact=True).click()
    answered(turn, FOUNDER)
    expect(page.locator("#scope")).to_be_hidden()


def test_editing_and_asking_again_replace_the_turn(visit, shelf):
    page = visit(shelf).open()
    turn = ask(page, UNKNOWN)
    turn.get_by_role("button", name="Edit the question").click()
    page.get_by_role("textbox", name="Edit the question").fill(WHEN_BUILT)
    page.get_by_role("textbox", name="Edit the question").press("Enter")
    answered(turn, BUILT)
    turn.get_by_role("button", name="Ask again").click()
    answered(turn, BUILT)
    page.reload()
    expect(page.locator("article.turn")).to_have_count(1)
    answered(page.locator("article.turn"), BUILT)
