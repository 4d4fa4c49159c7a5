"""What the browser tests share: tabs that watch for trouble, a small library, and the page's states.

KAIYUAN_WEB names a folder (Sources/Apps/Pages/web) whose files are shown instead of those inside the program, so that
an edit of the page is seen without a build.
"""
import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import GUIDE, OUTPUT, Server, kaiyuan
from playwright.sync_api import Page, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium" if os.path.exists("/usr/bin/chromium") else next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WEB = os.environ.get("KAIYUAN_WEB")
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
UNDERWAY, FINISHED = "true", "false"

expect.set_options(timeout=10_000)

# Lets a test stop an answer on its way to the page, where the quoting answerer would be done before anyone looked:
# `pauseAt` names the event after which nothing more arrives until `goOn()`, `cutAt` the one after which the line breaks.
SLOW_MOTION = """(() => {
  const original = window.fetch;
  window.fetch = async (path, options) => {
    const response = await original(path, options);
    const { pauseAt, cutAt } = window;
    if (path !== '/api/ask' || !response.ok || !(pauseAt || cutAt)) return response;
    const decoder = new TextDecoder(), encoder = new TextEncoder();
    let waiting = '', paused = false;
    const body = response.body.pipeThrough(new TransformStream({
      async transform(chunk, controller) {
        waiting += decoder.decode(chunk, { stream: true });
        const records = waiting.split('\\n\\n');
        waiting = records.pop();
        for (const record of records) {
          controller.enqueue(encoder.encode(record + '\\n\\n'));
          if (cutAt && record.includes(`event: ${cutAt}\\n`)) {
            window.cutAt = undefined;
            controller.error(new TypeError('network error'));
            return;
          }
          if (pauseAt && !paused && record.includes(`event: ${pauseAt}\\n`)) {
            paused = true;
            await new Promise((goOn) => { window.goOn = goOn; });
          }
        }
      },
    }));
    return new Response(body, { status: response.status, headers: response.headers });
  };
})();"""


@dataclass(frozen=True)
class Look:
    """One way in which people see the page."""
    language: str = "en"
    dark: bool = False
    phone: bool = False
    large: bool = False
    """Letters twice as large, by the browser's setting."""

    def __str__(self):
        return f"{self.language}-{self.form}"

    @property
    def form(self):
        return f"{'phone' if self.phone else 'wide'}{'-large' if self.large else ''}"

    @property
    def context(self):
        return {"locale": "zh-CN" if self.language == "zh" else "en-GB", "color_scheme": "dark" if self.dark else "light",
                "viewport": PHONE if self.phone else WIDE, "has_touch": self.phone, "is_mobile": self.phone,
                "reduced_motion": "reduce"}



class Visitor:
    """Someone with a browser of their own. Whatever the page does wrong while they are here is remembered."""

    def __init__(self, browser, server, look=Look(), **options):
        self.server, self.look, self.problems, self.asked = server, look, [], []
        # A worker would stand between the page and the tests' own routes; test_app lets it in.
        self.expected = ["Service Worker registration blocked by Playwright"]
        self.context = browser.new_context(base_url=server.address, **{**look.context, "service_workers": "block", **options})
        self.context.set_default_timeout(10_000)
        self.context.add_init_script(SLOW_MOTION)
        self.context.on("request", self._request)
        self.context.on("page", self._page)
        if WEB:
            show_source(self.context, server.address)

    def open(self, path="/") -> Page:
        page = self.context.new_page()
        if self.look.large:
            self.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        page.goto(path)
        return page

    def expect_problem(self, words):
        """Something that the browser's console rightly tells, such as a 404 that is wanted."""
        self.expected.append(words)

    def leave(self):
        self.context.close()
        unexpected = [problem for problem in self.problems if not any(words in problem for words in self.expected)]
        assert not unexpected, unexpected

    def _page(self, page):
        page.on("console", lambda message: message.type in ("error", "warning") and self.problems.append(
            f"{message.type}: {message.text} at {page.url}"))
        page.on("pageerror", lambda error: self.problems.append(f"exception: {error} at {page.url}"))
        page.on("dialog", lambda dialog: (self.problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def _request(self, request):
        if not request.url.startswith((self.server.address + "/", "data:", f"blob:{self.server.address}/")):
            self.problems.append(f"left the server: {request.url}")
        if request.method == "POST" and request.url.endswith("/api/ask"):
            self.asked.append(request.post_data_json)


def show_source(context, address):
    """The page's files from the working tree, with the server's own headers."""
    def show(route):
        path = urlsplit(route.request.url).path
        if path.startswith("/assets/"):
            route.fulfill(path=Path(WEB) / path.removeprefix("/assets/"))
        elif route.request.is_navigation_request():
            route.fulfill(response=route.fetch(url=address + "/"), path=Path(WEB) / "index.html")
        else:
            route.fallback()
    context.route(lambda url: url.startswith(address) and "/api/" not in url, show)


@pytest.fixture(scope="module")
def browser():
    assert CHROMIUM, "the browser tests need chromium: apt-get install chromium"
    OUTPUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser):
    """Makes visitors; at the end none of them may have seen anything go wrong."""
    visitors = []

    def arrive(server, look=Look(), **options):
        visitors.append(Visitor(browser, server, look, **options))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.leave()


# The library that the tests bring along: every question below has its answer in exactly one sentence.

LIGHTHOUSE = """The lighthouse of Skerra

The island of Skerra lies nine miles off the coast, and only sheep live on it all the year round.

The lighthouse of Skerra was built in 1874 by the engineer Ann Loft. Its tower is forty-two metres high.

The keeper writes the weather into a blue book every morning before breakfast.
"""
FERRY = [["The ferry to Skerra", "", "This leaflet is for visitors of the island.",
          "The harbour office is closed on public holidays."],
         ["Tickets and times", "", "The ferry to Skerra leaves at 07:35 from pier four.",
          "Dogs travel free of charge on the upper deck.", "Bicycles cost three crowns."]]
TEA = """# 云岭茶厂志

## 沿革

云岭茶厂由陈若兰于1936年创办，厂址在青溪镇北。

## 制茶

春茶在清明前采摘，晒青之后再揉捻。茶工每天黄昏在院子里唱歌。
"""
WHEN_BUILT, BUILT = "When was the lighthouse of Skerra built?", "1874"
WHEN_FERRY, FERRY_TIME = "When does the ferry to Skerra leave?", "07:35"
WHO_FOUNDED, FOUNDER = "云岭茶厂是谁创办的？", "陈若兰"
UNKNOWN = "Who won the chess championship of 1927 in Buenos Aires?"


def pdf(pages, size=14, top=760, leading=24):
    """A PDF with lines of text, as small as one can be."""
    def stream(lines):
        shown = "".join(f"1 0 0 1 72 {top - leading * row} Tm ({line}) Tj\n" for row, line in enumerate(lines) if line)
        content = f"BT /F1 {size} Tf\n{shown}ET"
        return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"

    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for index, lines in enumerate(pages):
        objects += [f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * index} 0 R "
                    "/Resources << /Font << /F1 3 0 R >> >> >>", stream(lines)]
    written, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return written + (f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
                      f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n").encode()


def line_in_page(row, top=760, leading=24, height=842):
    """Where the middle of such a line stands, from 0 at the page's top to 1 at its foot."""
    return (height - (top - leading * row) - 5) / height


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A server over the guide and the tests' own documents; tests leave its library as it is."""
    folder = tmp_path_factory.mktemp("documents") / "skerra"
    folder.mkdir()
    (folder / "lighthouse.txt").write_text(LIGHTHOUSE)
    (folder / "ferry.pdf").write_bytes(pdf(FERRY))
    (folder / "tea.md").write_text(TEA)
    home = tmp_path_factory.mktemp("shelf")
    added = json.loads(kaiyuan("add", GUIDE, folder, "--json", home=home).stdout)
    assert added["skipped"] == [], added
    with Server(home) as server:
        yield server


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("empty")) as server:
        yield server


SECRET = "correct horse battery staple"


@pytest.fixture(scope="module")
def secret_server(tmp_path_factory):
    home = tmp_path_factory.mktemp("secret")
    (home / "lighthouse.txt").write_text(LIGHTHOUSE)
    kaiyuan("add", home / "lighthouse.txt", home=home)
    with Server(home, KAIYUAN_SECRET=SECRET) as server:
        yield server


# What people do on the page.

def send(page, question):
    """Asks, and does not wait for the answer."""
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    turn = page.locator("article.turn").last
    expect(turn.get_by_role("heading", level=2)).to_have_text(question)
    return turn


def ask(page, question):
    turn = send(page, question)
    expect(turn).to_have_attribute("aria-busy", FINISHED)
    return turn


def pause_at(page, event):
    page.evaluate("event => { window.pauseAt = event; }", event)


def go_on(page):
    page.evaluate("() => window.goOn()")


def answered(turn, words):
    """The answer holds these words, and a mark that rests on a sentence with them."""
    expect(turn).to_have_attribute("data-status", "answered")
    expect(turn.locator(".prose").first).to_contain_text(words)
    return turn.locator(".prose p, .prose blockquote p").filter(has_text=words).first.locator("a.mark").first


def highlighted(page, words):
    """The reader is open at these words."""
    lit = page.locator("#reader mark").filter(has_text=words).first
    expect(lit).to_be_in_viewport()
    return lit


# Buttons, links and fields of the same part of the page that lie upon each other, and buttons whose words do not fit.
CROWDED = """() => {
    const part = element => element.closest('dialog, #reader, .box, .top, #popover') ?? document.body;
    const seen = [...document.querySelectorAll('button, a, input, textarea, select, summary')]
        .filter(element => element.checkVisibility() && !element.matches('.mark, .unseen, .skip') && element.getBoundingClientRect().width > 2);
    const told = element => element.outerHTML.replace(/\\s+/g, ' ').slice(0, 90);
    const cut = seen.filter(element => element.matches('button') && element.scrollWidth > element.clientWidth + 1).map(told);
    const pairs = [];
    for (const [i, one] of seen.entries()) for (const other of seen.slice(i + 1)) {
        if (one.contains(other) || other.contains(one) || part(one) !== part(other)) continue;
        const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 2 && down > 2) pairs.push([told(one), told(other)]);
    }
    return [...cut, ...pairs];
}"""


def photograph(page, name):
    """A picture of what is seen now, kept in Acceptance/output. Nothing may stick out to the right."""
    wide = page.evaluate("""width => [...document.querySelectorAll('body *')].filter(element => {
        for (let at = element.parentElement; at; at = at.parentElement) if (!/visible|clip/.test(getComputedStyle(at).overflowX)) return false;
        return element.checkVisibility() && element.getBoundingClientRect().right > width + 1;
    }).map(element => element.outerHTML.slice(0, 120))""", page.viewport_size["width"])
    assert not wide, f"{name} is wider than the window: {wide}"
    crowded = page.evaluate(CROWDED)
    assert not crowded, f"{name} has things upon each other, or cut: {crowded}"
    page.screenshot(path=OUTPUT / f"{name}.png", animations="disabled")


def sign_in(page, secret=SECRET):
    page.locator("#secret").fill(secret)
    page.locator("#secret").press("Enter")


def mark(number, position, text):
    return {"index": position, "number": number, "text_start": text.index(f"[{number}]"),
            "text_end": text.index(f"[{number}]") + 3, "document_id": 1, "start": 0, "end": 10, "quote": "words", "place": {}}


def scripted_turns():
    """States that a real answer reaches only by ill luck: disagreement, stopped, failed, and text from right to left."""
    def source(number, title, date):
        return {"number": number, "document_id": number, "title": title, "address": f"/papers/{title}.md", "folder": "/papers",
                "format": "md", "language": "en", "date": date, "layer": "own", "place": {"headings": ["The tower"]},
                "snippet": "The tower is forty-two metres high.", "cited": True}

    def turn(name, question, status, text, marks=(), **more):
        return {"id": f"turn_{name}", "question": question, "created_at": "2026-05-03T10:00:00Z", "status": status, "text": text,
                "marks": list(marks), "sources": [], "followups": [], **more}

    sides = [(1, "The tower is **forty-two** metres high. [1]", "2025-03-01"), (2, "The tower measures **forty** metres. [2]", "1988-07-12")]
    arabic = "> بُني البرج سنة **1874** على يد المهندسة آن لوفت. [1]\n\nThe Arabic leaflet says so."
    return [
        turn("sides", "How high is the tower of Skerra?", "disagreement", "Two sources say different things.",
             sources=[source(1, "Survey of lighthouses", "2025-03-01"), source(2, "Guide for sailors", "1988-07-12")],
             disagreement={"sides": [{"source": number, "text": text, "marks": [mark(number, 0, text)], "date": date}
                                     for number, text, date in sides]}),
        turn("arabic", "ماذا تقول النشرة العربية عن البرج؟", "answered", arabic, [mark(1, 0, arabic)],
             sources=[source(1, "نشرة المنارة", "2001")]),
        turn("stopped", "Which keepers lived there?", "stopped", "The first keeper was Olaf Brand."),
        turn("failed", "And after him?", "failed", "", error={"message": "The answer could not be finished.", "code": "internal"}),
    ]


def show_scripted(page):
    page.route("**/api/conversations/scripted", lambda route: route.fulfill(json={
        "id": "scripted", "title": "The tower", "created_at": "2026-05-03T10:00:00Z", "updated_at": "2026-05-03T10:00:00Z",
        "turns": scripted_turns()}))
    page.goto("/c/scripted")
    expect(page.locator("article.turn")).to_have_count(4)


def states(visit, shelf, empty_server, secret_server, look):
    """Walks through the page's states; gives each one's name once it stands still."""
    page = visit(empty_server, look).open("/")
    expect(page.locator(".fill")).to_be_visible()
    yield "empty", page
    expect(ask(page, WHEN_BUILT)).to_contain_text("资料库还是空的" if look.language == "zh" else "The library is empty")
    yield "empty-asked", page
    stranger = visit(secret_server, look)
    stranger.expect_problem("401")
    page = stranger.open("/")
    sign_in(page, "a guess")
    expect(page.get_by_role("alert")).to_be_visible()
    yield "sign-in", page
    visitor = visit(shelf, look)
    zh = look.language == "zh"
    question, words = (WHO_FOUNDED, FOUNDER) if zh else (WHEN_BUILT, BUILT)
    page = visitor.open("/")
    expect(page.locator(".examples li")).not_to_have_count(0)
    yield "first", page
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "keys", page
    page.keyboard.press("Escape")
    pause_at(page, "sources")
    turn = send(page, question)
    expect(turn.locator(".considered li")).not_to_have_count(0)
    yield "asking", page
    go_on(page)
    answered(turn, words)
    yield "answered", page
    answered(turn, words).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("tooltip")).to_contain_text(words)
    yield "mark", page
    answered(turn, words).click()
    highlighted(page, words)
    yield "reader-text", page
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()
    turn.locator(".acts button").nth(3).click()
    page.get_by_role("dialog").locator(".strong").click()
    expect(page.get_by_role("dialog").locator("input")).not_to_have_count(0)
    yield "share", page
    link = page.get_by_role("dialog").locator("input").first.input_value()
    page.keyboard.press("Escape")
    page.goto("/")
    turn = ask(page, WHEN_FERRY)
    answered(turn, FERRY_TIME).click()
    expect(page.locator(".lit-box").first).to_be_in_viewport()
    expect(page.locator(".leaf")).not_to_have_class(re.compile("waiting"))
    yield "reader-page", page
    page.goto("/")
    turn = ask(page, UNKNOWN)
    expect(turn).to_have_attribute("data-status", "no_answer")
    yield "no-answer", page
    show_scripted(page)
    yield "disagreement", page
    page.locator("article.turn").last.scroll_into_view_if_needed()
    yield "failed", page
    page.goto(link)
    expect(page.locator(".snapshot-line")).to_be_visible()
    yield "snapshot", page
    page.goto("/")
    page.locator("#way-history").click()
    expect(page.locator(".row")).not_to_have_count(0)
    yield "history", page
    page.goto("/?document=1")
    expect(page.locator("#scope")).to_be_visible()
    page.locator("#file-input").set_input_files({"name": "empty.txt", "mimeType": "text/plain", "buffer": b""})
    expect(page.locator(".upload[data-status=failed]")).to_be_visible()
    yield "not-added", page
    page.locator("#way-library").click()
    expect(page.locator(".row")).not_to_have_count(0)
    expect(page.locator("#library-files [data-status=failed]")).to_be_visible()
    yield "library", page
    page.locator("#library-files button").click()
    page.locator(".row a.title").first.click()
    expect(page.locator(".document-page .blocks, .document-page .leaf:not(.waiting)")).to_be_visible()
    yield "document", page
    page.goto("/")
    page.route("**/api/ask", lambda route: route.abort())
    visitor.expect_problem("ERR_FAILED")
    turn = send(page, question)
    expect(turn.get_by_role("alert")).to_be_visible()
    yield "error", page
