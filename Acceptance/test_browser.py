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
    expect(page.locator("#reader")).to_be_visible()


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
    assert text.startswith(f"# {WHEN_BUILT}\n\n## {WHEN_BUILT}\n") and marked in text


def test_printing_prints_the_answer_and_its_sources(visit, shelf):
    page = visit(shelf).open()
    turn = ask(page, WHEN_BUILT)
    answered(turn, BUILT)
    page.emulate_media(media="print")
    expect(turn.locator(".sources .address").first).to_be_visible()
    for away in ("#dock", ".top nav", ".acts", ".followups"):
        expect(page.locator(away).first).to_be_hidden()


# Every state, in every look

@pytest.mark.parametrize("look", [Look(language, phone=phone) for language in ("en", "zh") for phone in (False, True)], ids=str)
def test_every_state_has_its_picture(visit, shelf, empty_server, secret_server, look):
    for name, page in states(visit, shelf, empty_server, secret_server, look):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            photograph(page, f"{name}-{look.language}-{scheme}-{'phone' if look.phone else 'wide'}")


@pytest.mark.parametrize("language, question", [("en", "Does anything leave my machine?"), ("zh", "我的数据会传到外面吗？")])
def test_the_picture_for_the_readme(visit, guide_server, language, question):
    page = visit(guide_server, Look(language), viewport={"width": 1280, "height": 720}, device_scale_factor=2).open()
    turn = ask(page, question)
    expect(turn).to_have_attribute("data-status", "answered")
    turn.locator("a.mark").first.click()
    expect(page.locator("#reader mark").first).to_be_in_viewport()
    page.locator("#reader").focus()
    photograph(page, f"readme-{language}")
