"""An answer outlives the tab: reloads, broken lines, two tabs, stopping."""
import re

from browser import (BUILT, FERRY_TIME, FINISHED, FOUNDER, UNDERWAY, WHEN_BUILT, WHEN_FERRY, WHO_FOUNDED, answered,
                     ask, go_on, pause_at, send)
from conftest import Server
from playwright.sync_api import expect


def test_reload_in_the_middle_and_after(visit, shelf):
    page = visit(shelf).open()
    pause_at(page, "delta")
    turn = send(page, WHEN_BUILT)
    expect(turn.locator(".prose")).not_to_be_empty()
    expect(turn).to_have_attribute("aria-busy", UNDERWAY)
    expect(page).to_have_title(re.compile("answering"))
    page.reload()
    answered(turn, BUILT)
    whole = turn.locator(".prose").first.inner_text()
    page.reload()
    answered(turn, BUILT)
    assert turn.locator(".prose").first.inner_text() == whole
    page.go_back()
    expect(page.locator("#home")).to_be_visible()
    page.go_forward()
    answered(turn, BUILT)


def test_a_broken_line_is_taken_up_again(visit, shelf):
    page = visit(shelf).open()
    page.evaluate("() => { window.cutAt = 'delta'; }")
    with page.expect_request(re.compile("/api/turns/.*/events")):
        turn = send(page, WHEN_BUILT)
    answered(turn, BUILT)
    expect(page.locator("article.turn")).to_have_count(1)


def test_a_turn_that_is_still_being_answered_is_taken_up(visit, shelf):
    visitor = visit(shelf)
    page = visitor.open()
    whole = answered(ask(page, WHEN_BUILT), BUILT).page.locator(".prose").first.inner_text()

    def as_if_underway(route):
        told = route.fetch().json()
        told["turns"][-1].update(status="answering", text="", marks=[], sources=[], followups=[])
        route.fulfill(json=told)

    page.route("**/api/conversations/*", as_if_underway)
    with page.expect_request(re.compile("/api/turns/.*/events")):
        page.reload()
    answered(page.locator("article.turn"), BUILT)
    assert page.locator(".prose").first.inner_text() == whole
    assert len(visitor.asked) == 1


def test_an_answer_is_complete_when_a_closed_tab_comes_back(visit, shelf):
    visitor = visit(shelf)
    page = visitor.open()
    pause_at(page, "start")
    send(page, WHEN_BUILT)
    expect(page).to_have_url(re.compile("/c/"))
    address = page.url
    page.close()
    page = visitor.open(address)
    answered(page.locator("article.turn"), BUILT)
    assert len(visitor.asked) == 1


def test_two_tabs_do_not_disturb_each_other(visit, shelf):
    visitor = visit(shelf)
    first, second = visitor.open(), visitor.open()
    pause_at(first, "delta")
    waiting = send(first, WHEN_BUILT)
    expect(waiting.locator(".prose")).not_to_be_empty()
    answered(ask(second, WHO_FOUNDED), FOUNDER)
    expect(waiting).to_have_attribute("aria-busy", UNDERWAY)
    go_on(first)
    answered(waiting, BUILT)
    assert first.url != second.url
    third = visitor.open(first.url)
    answered(third.locator("article.turn"), BUILT)
    answered(ask(third, WHEN_FERRY), FERRY_TIME)
    expect(first.locator("article.turn")).to_have_count(1)
    first.reload()
    expect(first.locator("article.turn")).to_have_count(2)
    expect(second.locator("article.turn")).to_have_count(1)


def test_escape_stops_at_the_server(visit, shelf):
    page = visit(shelf).open()
    pause_at(page, "delta")
    turn = send(page, WHEN_BUILT)
    expect(turn.locator(".prose")).not_to_be_empty()
    with page.expect_response(re.compile("/stop$")) as stopped:
        page.keyboard.press("Escape")
    assert stopped.value.status == 204
    go_on(page)
    expect(turn).to_have_attribute("aria-busy", FINISHED)
    expect(page.get_by_role("button", name="Send")).to_be_visible()


def test_a_question_can_be_stopped_before_the_server_has_it(visit, shelf):
    page = visit(shelf).open()
    page.route("**/api/ask", lambda route: (page.locator("#send").click(), route.continue_()))
    with page.expect_request(re.compile("/stop$")):
        turn = send(page, WHEN_BUILT)
    expect(turn).to_have_attribute("aria-busy", FINISHED)
    expect(page.get_by_role("button", name="Send")).to_be_visible()


def test_when_the_server_is_gone_nothing_is_lost(visit, tmp_path):
    with Server(tmp_path) as server:
        visitor = visit(server)
        visitor.expect_problem("ERR_")
        page = visitor.open()
        port = server.address.rsplit(":", 1)[1]
    turn = send(page, "What is 12*(3+4)?")
    expect(turn.get_by_role("alert")).to_contain_text("The server does not answer.")
    expect(page.locator("#question")).to_have_value("What is 12*(3+4)?")
    with Server(tmp_path, "--port", port):
        turn.get_by_role("button", name="Try again").click()
        expect(page.locator("article.turn .prose")).to_contain_text("84")
