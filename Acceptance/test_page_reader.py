"""Documents in the reader: pages as pictures, formulas, code, tables, subtitles."""
from browser import FERRY_TIME, WHEN_FERRY, answered, ask, highlighted, line_in_page
from playwright.sync_api import expect


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


MATHS = """# Notes on the pendulum

The period of a simple pendulum is $T = 2\\pi\\sqrt{\\ell/g}$, where $\\ell$ is its length.

Once the script has been loaded, call `period(2 * length)` in *any* notebook.

```python
def period(length):
    return 2 * math.pi * math.sqrt(length / 9.81)
```
"""
SUBTITLES = "WEBVTT\n\n00:11.000 --> 00:14.000\nThe keeper lights the lamp.\n\n01:02.000 --> 01:05.000\nThe boat turns home.\n"
VERSE = "Roses are red in the garden of Skerra\nViolets are blue by the wall\n"
PRICES = "Good,Place,Price\nTea from the northern valley,Skerra,12.50\nSalt,,3\n"


def test_formulas_code_tables_and_subtitles_are_set(visit, fresh_server):
    page = visit(fresh_server).open()
    page.locator("#file-input").set_input_files([
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
        for name, text in (("pendulum.md", MATHS), ("lamp.vtt", SUBTITLES), ("prices.csv", PRICES), ("verse.txt", VERSE))])
    expect(page.locator(".upload[data-status=added]")).to_have_count(4)
    turn = ask(page, "What is the period of a simple pendulum?")
    expect(turn.locator(".prose .katex").first).to_be_visible()
    turn.locator("a.mark").first.click()
    expect(page.locator("#reader mark .katex").first).to_be_visible()
    expect(page.locator("#reader p code")).to_have_text("period(2 * length)")
    code = page.locator("#reader pre code")
    expect(code.locator("[class^=hljs-]").first).to_be_visible()
    assert code.evaluate("code => [...code.querySelectorAll('*'), code].every(at => getComputedStyle(at).fontVariantEastAsian === 'normal')")
    assert "mono" in code.evaluate("code => getComputedStyle(code).fontFamily")
    number = {found["title"]: found["id"] for found in page.request.get("/api/documents").json()["documents"]}
    page.goto(f"/d/{next(number[title] for title in number if 'lamp' in title)}")
    expect(page.locator(".cue .time")).to_have_text(["0:11", "1:02"])
    page.goto(f"/d/{next(number[title] for title in number if 'verse' in title)}")
    assert page.locator(".blocks p").inner_text().splitlines() == VERSE.splitlines()
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
