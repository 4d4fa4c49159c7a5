"""The page as people use it, in Debian's chromium against the built program. Pictures go to Acceptance/output."""
import json
import re

import pytest
from browser import (BUILT, FERRY_TIME, FINISHED, FOUNDER, LIGHTHOUSE, SECRET, TEA, UNDERWAY, UNKNOWN, WHEN_BUILT, WHEN_FERRY,
                     WHO_FOUNDED, Look, answered, ask, browser, empty_server, go_on, highlighted, line_in_page, pause_at,  # noqa: F401
                     photograph, secret_server, send, shelf, show_scripted, sign_in, states, visit)  # noqa: F401
from conftest import Server
from playwright.sync_api import expect

ENGLISH, CHINESE, SMALL = Look("en"), Look("zh", dark=True), Look("en", phone=True)


# Adding

def drop(page, *files):
    """Lets files fall on the page."""
    transfer = page.evaluate_handle("""files => {
        const transfer = new DataTransfer();
        for (const [name, text] of files) transfer.items.add(new File([text], name, { type: 'text/plain' }));
        return transfer;
    }""", files)
    page.locator("#ask").dispatch_event("dragover", {"dataTransfer": transfer})
    expect(page.locator("#drop-veil")).to_be_visible()
    page.locator("#ask").dispatch_event("drop", {"dataTransfer": transfer})
    expect(page.locator("#drop-veil")).to_be_hidden()


def test_a_dropped_file_is_read_and_answers(visit, fresh_server):
    page = visit(fresh_server).open()
    expect(page.get_by_role("heading", name="The library is empty")).to_be_visible()
    drop(page, ("lighthouse.txt", LIGHTHOUSE))
    expect(page.locator(".upload")).to_have_attribute("data-status", "added")
    photograph(page, "added-en-light-wide")
    expect(page.locator("#home-more")).to_contain_text("1 document")
    mark = answered(ask(page, WHEN_BUILT), BUILT)
    mark.click()
    highlighted(page, BUILT)


def test_chosen_files_are_added_or_refused_by_name(visit, fresh_server):
    page = visit(fresh_server, CHINESE).open()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="添加文件").first.click()
    chooser.value.set_files([
        {"name": "云岭茶厂志.txt", "mimeType": "text/plain", "buffer": TEA.encode("gb18030")},
        {"name": "空白.txt", "mimeType": "text/plain", "buffer": b""}])
    expect(page.locator(".upload[data-status=added]")).to_contain_text("云岭茶厂志.txt")
    failed = page.locator(".upload[data-status=failed]")
    expect(failed).to_contain_text("空白.txt")
    expect(failed.locator("p")).to_have_text("文件是空的，没有可读的内容。")
    answered(ask(page, WHO_FOUNDED), FOUNDER)
    page.keyboard.press("Escape")
    page.locator("#way-library").click()
    expect(page.locator(".row")).to_have_count(1)
    page.get_by_role("button", name="移除").click()
    page.get_by_role("dialog").get_by_role("button", name="移除").click()
    expect(page.locator(".row")).to_have_count(0)
    page.locator("#way-new").click()
    expect(ask(page, WHO_FOUNDED)).to_have_attribute("data-status", "no_answer")


def test_what_was_not_added_is_told_until_the_next_question(visit, fresh_server):
    page = visit(fresh_server).open()
    bad = [{"name": name, "mimeType": "text/plain", "buffer": b""} for name in ("one.txt", "two.txt")]
    page.locator("#file-input").set_input_files([{"name": "lighthouse.txt", "mimeType": "text/plain", "buffer": LIGHTHOUSE.encode()}, *bad])
    expect(page.locator("#files").get_by_role("heading", name="Not added")).to_be_visible()
    expect(page.locator(".upload[data-status=failed]")).to_have_count(2)
    expect(page.locator(".upload[data-status=added]")).to_have_count(1)
    answered(ask(page, WHEN_BUILT), BUILT)
    expect(page.locator("#files")).to_be_hidden()
    page.locator("#file-input").set_input_files(bad)
    expect(page.locator("#files")).to_contain_text("2 files were not added")
    expect(page.locator("#files .upload")).to_have_count(0)
    page.locator("#files").get_by_role("link", name="See").click()
    expect(page.locator("#library-files .upload[data-status=failed]")).to_have_count(2)


def test_a_file_being_read_tells_for_how_long_and_behind_how_many(visit, fresh_server):
    page = visit(fresh_server).open()

    def slow(route):
        told = route.fetch().json()
        for upload, status in zip(told["uploads"], ("reading", "queued", "queued")):
            upload.update(status=status)
        route.fulfill(json=told)

    page.route("**/api/uploads", slow)
    page.locator("#file-input").set_input_files([
        {"name": f"{number}.txt", "mimeType": "text/plain", "buffer": f"The lamp of tower {number} is green.".encode()} for number in (1, 2, 3)])
    expect(page.locator(".upload[data-status=reading] .state")).to_contain_text("being read for 1 s")
    assert page.locator(".upload[data-status=reading] progress").evaluate("bar => bar.matches(':indeterminate')")
    expect(page.locator(".upload .state").filter(has_text="waiting, 2 files before it")).to_be_visible()


def test_a_removed_upload_is_said_to_be_deleted_and_shows_no_path(visit, fresh_server):
    page = visit(fresh_server).open()
    drop(page, ("lighthouse.txt", LIGHTHOUSE))
    expect(page.locator(".upload")).to_have_attribute("data-status", "added")
    page.locator("#way-library").click()
    expect(page.get_by_role("heading", name="Uploads")).to_be_visible()
    expect(page.locator(".row .meta > :last-child")).to_have_text("lighthouse.txt")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("dialog")).to_contain_text("the copy that was uploaded is deleted")


def test_a_pasted_link_stays_and_is_answered_with_one_sentence(visit, shelf):
    visitor = visit(shelf)
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.open()
    page.evaluate("() => navigator.clipboard.writeText('https://example.org/paper.html')")
    page.locator("#question").focus()
    page.keyboard.press("Control+V")
    expect(page.locator("#box-error")).to_have_text("Links cannot be added yet; save the page and drop the file here.")
    expect(page.locator("#question")).to_have_value("https://example.org/paper.html")
    page.keyboard.type("?")
    expect(page.locator("#box-error")).to_be_hidden()


# Asking

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


def test_words_of_a_pdf_are_boxed_on_the_picture_of_their_page(visit, shelf):
    page = visit(shelf).open()
    answered(ask(page, WHEN_FERRY), FERRY_TIME).click()
    picture = page.get_by_role("img", name="Page 2 of")
    expect(picture).to_be_visible()
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth; }") >= 1000
    box, leaf = page.locator(".lit-box").first, page.locator(".leaf")
    expect(box).to_be_in_viewport()
    inner, outer = box.bounding_box(), leaf.bounding_box()
    top, foot = (inner["y"] - outer["y"]) / outer["height"], (inner["y"] + inner["height"] - outer["y"]) / outer["height"]
    assert top < line_in_page(2) < foot and foot - top < 0.04
    assert 0.1 < (inner["x"] - outer["x"]) / outer["width"] < 0.14
    page.get_by_role("button", name="Page before").click()
    expect(page.get_by_role("img", name="Page 1 of")).to_be_visible()
    page.get_by_role("button", name="Text", exact=True).click()
    highlighted(page, FERRY_TIME)


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


# An answer outlives the tab

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


# Keys

def tab_to(page, selector, key="Tab"):
    """Goes from stop to stop; each must show that it has the focus."""
    for _ in range(60):
        page.keyboard.press(key)
        stop = page.evaluate("""selector => {
            const at = document.activeElement, style = getComputedStyle(at), form = at.closest('form.box');
            const seen = style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                || (form && getComputedStyle(form).boxShadow !== 'none') || at === document.body;
            return { there: at.matches(selector), seen, what: at.outerHTML.slice(0, 120) };
        }""", selector)
        assert stop["seen"], f"no visible focus: {stop['what']}"
        if stop["there"]:
            return page.locator(":focus")
    raise AssertionError(f"{selector} was not reached by {key}")


def test_from_question_to_highlighted_words_by_keyboard_only(visit, shelf):
    page = visit(shelf).open()
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type(WHEN_BUILT)
    page.keyboard.press("Enter")
    turn = page.locator("article.turn")
    answered(turn, BUILT)
    expect(page.locator("#question")).to_be_focused()
    marks = turn.locator("a.mark")
    count = marks.count()
    tab_to(page, "a.mark", "Shift+Tab")
    while not marks.first.evaluate("mark => mark === document.activeElement"):
        tab_to(page, "a.mark", "Shift+Tab")
    expect(page.get_by_role("tooltip")).to_contain_text(BUILT)
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_be_hidden()
    page.keyboard.press("Enter")
    highlighted(page, BUILT)
    expect(page.locator("#reader")).to_be_focused()
    if count > 1:
        page.keyboard.press("n")
        expect(page.locator("#reader")).to_contain_text(f"2 of {count}")
        expect(marks.nth(1)).to_have_attribute("aria-current", "true")
        page.keyboard.press("p")
    expect(marks.first).to_have_attribute("aria-current", "true")
    highlighted(page, BUILT)
    tab_to(page, "#reader button[aria-label^='Close']")
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()
    expect(marks.first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(page.locator("#home")).to_be_visible()


def test_enter_sends_shift_enter_does_not_and_arrows_find_earlier_questions(visit, shelf):
    page = visit(shelf).open()
    box = page.locator("#question")
    box.press("Enter")
    expect(page.locator("#home")).to_be_visible()
    page.keyboard.type("When was the lighthouse")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("of Skerra built?")
    expect(box).to_have_value("When was the lighthouse\nof Skerra built?")
    page.reload()
    expect(box).to_have_value("When was the lighthouse\nof Skerra built?")
    box.press("Enter")
    answered(page.locator("article.turn"), BUILT)
    expect(box).to_have_value("")
    box.press("ArrowUp")
    expect(box).to_have_value("When was the lighthouse\nof Skerra built?")
    box.press("ArrowDown")
    expect(box).to_have_value("")


def test_enter_while_composing_never_sends(visit, shelf):
    visitor = visit(shelf, CHINESE)
    page = visitor.open()
    box = page.locator("#question")
    keys = page.context.new_cdp_session(page)
    typed = ""
    for letters, word in [("yunlingchachang", "云岭茶厂"), ("shishuichuangbande", "是谁创办的？")]:
        keys.send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)})
        expect(box).to_have_value(typed + letters)
        # A real input method's Enter is key 229; some browsers tell the Enter itself, within the composition.
        for code in (229, 13):
            for kind in ("rawKeyDown", "keyUp"):
                keys.send("Input.dispatchKeyEvent", {"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": code})
        # Safari tells the composition's end before the Enter that caused it.
        box.dispatch_event("keydown", {"key": "Enter", "code": "Enter", "keyCode": 229, "bubbles": True})
        expect(page.locator("#home")).to_be_visible()
        keys.send("Input.insertText", {"text": word})
        typed += word
        expect(box).to_have_value(typed)
    assert visitor.asked == []
    box.press("Enter")
    answered(page.locator("article.turn"), FOUNDER)
    assert [body["question"] for body in visitor.asked] == [WHO_FOUNDED]


def test_a_question_that_is_too_long_is_kept(visit, fresh_server):
    visitor = visit(fresh_server)
    page = visitor.open()
    expect(page.locator(".fill")).to_be_visible()
    long = LIGHTHOUSE * 20
    page.locator("#question").fill(long)
    page.locator("#question").press("Enter")
    expect(page.locator("#box-error")).to_contain_text("a question may have 4,000")
    expect(page.locator("#question")).to_have_value(long)
    page.get_by_role("button", name="Add it as a document").click()
    expect(page.locator(".upload")).to_have_attribute("data-status", "added")
    assert visitor.asked == []


# Documents in their structure

MATHS = """# Notes on the pendulum

The period of a simple pendulum is $T = 2\\pi\\sqrt{\\ell/g}$, where $\\ell$ is its length.

```python
def period(length):
    return 2 * math.pi * math.sqrt(length / 9.81)
```
"""
SUBTITLES = "WEBVTT\n\n00:11.000 --> 00:14.000\nThe keeper lights the lamp.\n\n01:02.000 --> 01:05.000\nThe boat turns home.\n"
PRICES = "Good,Place,Price\nTea from the northern valley,Skerra,12.50\nSalt,,3\n"


def test_formulas_code_tables_and_subtitles_are_set(visit, fresh_server):
    page = visit(fresh_server).open()
    page.locator("#file-input").set_input_files([
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
        for name, text in (("pendulum.md", MATHS), ("lamp.vtt", SUBTITLES), ("prices.csv", PRICES))])
    expect(page.locator(".upload[data-status=added]")).to_have_count(3)
    turn = ask(page, "What is the period of a simple pendulum?")
    expect(turn.locator(".prose .katex").first).to_be_visible()
    turn.locator("a.mark").first.click()
    expect(page.locator("#reader mark .katex").first).to_be_visible()
    code = page.locator("#reader pre code")
    expect(code.locator("[class^=hljs-]").first).to_be_visible()
    assert code.evaluate("code => [...code.querySelectorAll('*'), code].every(at => getComputedStyle(at).fontVariantEastAsian === 'normal')")
    assert "mono" in code.evaluate("code => getComputedStyle(code).fontFamily")
    number = {found["title"]: found["id"] for found in page.request.get("/api/documents").json()["documents"]}
    page.goto(f"/d/{next(number[title] for title in number if 'lamp' in title)}")
    expect(page.locator(".cue .time")).to_have_text(["0:11", "1:02"])
    page.goto(f"/d/{next(number[title] for title in number if 'prices' in title)}")
    price = page.locator("td.number").first
    expect(price).to_have_text("12.50")
    assert price.evaluate("cell => [getComputedStyle(cell).textAlign, getComputedStyle(cell).whiteSpace]") == ["end", "nowrap"]
    assert {row.locator("th, td").count() for row in page.locator("tr").all()} == {3}


def test_an_enlarged_page_is_moved_by_arrows_and_stays_large(visit, shelf):
    page = visit(shelf).open()
    answered(ask(page, WHEN_FERRY), FERRY_TIME).click()
    expect(page.locator(".lit-box").first).to_be_in_viewport()
    page.get_by_role("button", name="Larger").click()
    large = page.locator(".leaf-scroll.large")
    expect(page.locator(".lit-box").first).to_be_in_viewport()
    expect(page.get_by_role("button", name="Smaller")).to_be_focused()
    before = large.evaluate("page => page.scrollLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => document.querySelector('.leaf-scroll.large').scrollLeft > before", arg=before)
    page.keyboard.press("Escape")
    page.locator("a.mark").first.click()
    expect(large).to_be_visible()


# Nothing from a document runs

HOSTILE_NAME = "<img src=x onerror=alert(1)>.txt"
HOSTILE = ("The password of the kraken is octopus <script>alert(2)</script><img src=https://example.org/a.png onerror=alert(3)> "
           "[click](javascript:alert(4)) ![a](https://example.org/b.png) <iframe src=//example.org></iframe> &lt;b&gt; $\\href{javascript:alert(5)}{x}$.")
HOSTILE_MARKDOWN = """# <svg onload=alert(6)> [3]: javascript:alert(7)

The colour of the kelpie is violet [here](javascript:alert(8)) <style>body{display:none}</style> <a href="javascript:alert(9)">here</a> `<script>alert(10)</script>`.
"""


def test_hostile_names_and_texts_never_run(visit, fresh_server):
    page = visit(fresh_server).open()
    page.locator("#file-input").set_input_files([
        {"name": HOSTILE_NAME, "mimeType": "text/plain", "buffer": HOSTILE.encode()},
        {"name": "\"><script>alert(11)<.md", "mimeType": "text/markdown", "buffer": HOSTILE_MARKDOWN.encode()}])
    expect(page.locator(".upload[data-status=added]")).to_have_count(2)
    expect(page.locator(".upload").filter(has_text=HOSTILE_NAME)).to_be_visible()

    turn = ask(page, "What is the password of the kraken? <img src=x onerror=alert(12)>")
    answered(turn, "octopus").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("octopus")
    answered(turn, "octopus").click()
    highlighted(page, "octopus")
    expect(page.locator("#reader mark").first).to_contain_text("<script>alert(2)</script>")
    page.keyboard.press("Escape")
    turn = ask(page, "What is the colour of the kelpie?")
    answered(turn, "violet").click()
    highlighted(page, "violet")
    page.keyboard.press("Escape")
    turn.get_by_role("button", name="Share").click()
    page.get_by_role("dialog").get_by_role("button", name="Create a link").click()
    link = page.get_by_role("dialog").get_by_role("textbox", name="Link").input_value()
    page.keyboard.press("Escape")

    def harmless():
        assert page.evaluate("""() => [...document.querySelectorAll('main img, main script, iframe, object, main style, main svg[onload]')]
            .map(element => element.outerHTML)""") == []
        assert page.evaluate("""() => [...document.querySelectorAll('*')].flatMap(element => [...element.attributes])
            .filter(({ name, value }) => name.startsWith('on') || /^javascript:/i.test(value)).map(({ value }) => value)""") == []

    harmless()
    for path, selector in [("/library", ".row"), ("/", ".home-foot"), ("/d/1", ".blocks"), ("/d/2", ".blocks"), (link, ".prose")]:
        page.goto(path)
        expect(page.locator(selector).first).to_be_visible()
        harmless()
    page.goto("/")
    page.locator("#way-history").click()
    expect(page.locator(".row a.title")).to_contain_text("onerror=alert(12)")
    harmless()
    page.goto("/?document=1")
    expect(page.locator("#scope")).to_be_visible()
    harmless()


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
