"""What stays: shared links, the secret, the history, and the way back."""
import re

from browser import BUILT, FERRY_TIME, FOUNDER, WHEN_BUILT, WHEN_FERRY, WHO_FOUNDED, answered, ask, highlighted, sign_in
from playwright.sync_api import expect


# Sharing

def test_a_shared_link_lives_until_it_is_revoked(visit, shelf):
    page = visit(shelf).open()
    turn = ask(page, WHEN_BUILT)
    answered(turn, BUILT)
    turn.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Create a link").click()
    link = dialog.get_by_role("textbox", name="Link").input_value()
    assert re.fullmatch(re.escape(shelf.address) + r"/s/\S{20,}", link)

    stranger = visit(shelf)
    shared = stranger.open(link)
    expect(shared.get_by_role("heading", name=WHEN_BUILT, level=2)).to_be_visible()
    expect(shared.locator("#question")).to_be_hidden()
    answered(shared.locator("article.turn"), BUILT).click()
    highlighted(shared, BUILT)
    expect(shared.locator("#reader")).not_to_contain_text("blue book")

    # What is asked afterwards does not show in the snapshot.
    page.keyboard.press("Escape")
    ask(page, WHEN_FERRY)
    shared.reload()
    expect(shared.locator("article.turn")).to_have_count(1)

    turn.get_by_role("button", name="Share").click()
    dialog.get_by_role("button", name="Revoke").click()
    expect(dialog.get_by_role("textbox", name="Link")).to_have_count(0)
    stranger.expect_problem("404")
    shared.reload()
    expect(shared.get_by_role("heading", name="This link was taken back")).to_be_visible()
    expect(shared.locator("article.turn")).to_have_count(0)


def test_the_secret_is_asked_for_and_a_shared_link_needs_none(visit, secret_server):
    visitor = visit(secret_server)
    visitor.expect_problem("401")
    page = visitor.open("/library")
    sign_in(page, "a guess")
    expect(page.get_by_role("alert")).to_contain_text("That is not the secret.")
    assert visitor.context.cookies() == []
    sign_in(page)
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    [cookie] = visitor.context.cookies()
    assert cookie["httpOnly"] and cookie["sameSite"] in ("Lax", "Strict")
    page.locator("#way-new").click()
    turn = ask(page, WHEN_BUILT)
    answered(turn, BUILT)
    turn.get_by_role("button", name="Share").click()
    page.get_by_role("dialog").get_by_role("button", name="Create a link").click()
    link = page.get_by_role("dialog").get_by_role("textbox", name="Link").input_value()
    conversation = page.url
    page.reload()
    answered(turn, BUILT)

    stranger = visit(secret_server)
    answered(stranger.open(link).locator("article.turn"), BUILT)
    stranger.expect_problem("401")
    expect(stranger.open(conversation).locator("#secret")).to_be_visible()


# History

def test_history_is_searched_renamed_continued_and_deleted(visit, shelf):
    page = visit(shelf).open()
    answered(ask(page, WHEN_BUILT), BUILT)
    page.locator("#way-new").click()
    answered(ask(page, WHO_FOUNDED), FOUNDER)
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    expect(page).to_have_url(re.compile("/history$"))
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.insert_text("陈若兰")
    expect(page.locator(".row")).not_to_have_count(0)
    expect(page.locator(".row").filter(has_text=WHEN_BUILT)).to_have_count(0)
    row = page.locator(".row").first
    row.get_by_role("button", name="Rename").click()
    page.get_by_role("textbox", name="Rename").fill("谁办的茶厂")
    page.keyboard.press("Enter")
    expect(row.get_by_role("link")).to_have_text("谁办的茶厂")
    row.get_by_role("link").click()
    expect(page).to_have_title(re.compile("谁办的茶厂"))
    answered(ask(page, WHEN_FERRY), FERRY_TIME)
    page.go_back()
    expect(page.get_by_role("searchbox")).to_be_visible()
    row = page.locator(".row").filter(has_text="谁办的茶厂")
    expect(row).to_contain_text("2 questions")
    row.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog")).to_contain_text("谁办的茶厂")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(row).to_have_count(1)
    row.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)
    page.get_by_role("searchbox").fill("no conversation has these words")
    expect(page.get_by_role("status").filter(has_text="Nothing fits")).to_be_visible()


def test_back_and_reload_return_to_the_same_place(visit, shelf):
    page = visit(shelf).open()
    answered(ask(page, WHEN_BUILT), BUILT)
    told = page.request.get("/api/conversations").json()["conversations"][0]
    many = [{**told, "title": f"Question {number}", "updated_at": f"2026-05-03T10:{number:02}:00Z"} for number in range(40)]
    page.route(re.compile(r"/api/conversations\?"), lambda route: route.fulfill(json={"conversations": many, "has_more": False}))
    page.locator("#way-history").click()
    row = page.locator(".row").nth(30)
    row.scroll_into_view_if_needed()
    page.wait_for_function("() => history.state?.scroll > 200")
    place = page.evaluate("() => scrollY")
    row.get_by_role("link").click()
    answered(page.locator("article.turn"), BUILT)
    page.go_back()
    expect(row).to_be_in_viewport()
    assert abs(page.evaluate("() => scrollY") - place) < 4
    page.reload()
    expect(row).to_be_in_viewport()
    page.locator("#search-history").fill("lighthouse")
    expect(page).to_have_url(re.compile(r"/history\?query=lighthouse$"))
    page.reload()
    expect(page.locator("#search-history")).to_have_value("lighthouse")


def test_the_focus_is_never_lost(visit, shelf):
    page = visit(shelf).open()
    for question in (WHEN_BUILT, WHEN_FERRY):
        page.goto("/")
        ask(page, question)
    page.locator("a.mark").first.click()
    expect(page.locator("#reader .lit-box").first).to_be_in_viewport()
    page.reload()
    expect(page.locator("#reader")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("a.mark").first).to_be_focused()
    page.get_by_role("button", name="Share").click()
    page.get_by_role("dialog").get_by_role("button", name="Create a link").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Create a link")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("#way-history").click()
    second = page.locator(".row a.title").nth(1)
    address = second.get_attribute("href")
    page.locator(".row").first.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator(f".row a[href='{address}']")).to_be_focused()


def test_addresses_survive_a_reload(visit, shelf):
    visitor = visit(shelf)
    for path, what in [("/history", "#search-history"), ("/library", "#search-library"), ("/d/1", ".document-page")]:
        page = visitor.open(path)
        expect(page.locator(what)).to_be_visible()
        page.reload()
        expect(page.locator(what)).to_be_visible()
        page.close()
    visitor.expect_problem("404")
    page = visitor.open("/c/conv_nowhere")
    expect(page.get_by_role("heading", name="There is nothing at this address.")).to_be_visible()
