"""Names and texts of documents never run in the page."""
from browser import answered, ask, highlighted
from playwright.sync_api import expect


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
