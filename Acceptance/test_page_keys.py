"""The page by keyboard: Tab, Enter, arrows, composing."""
from browser import BUILT, FOUNDER, LIGHTHOUSE, WHEN_BUILT, WHO_FOUNDED, Look, answered, highlighted, send
from playwright.sync_api import expect

CHINESE = Look("zh", dark=True)


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
