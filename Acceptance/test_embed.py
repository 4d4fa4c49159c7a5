"""The search box on another site: on the sites that are named, and on no other."""
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from browser import BUILT, LIGHTHOUSE, OUTPUT, WHEN_BUILT, WIDE, browser  # noqa: F401
from conftest import Server, kaiyuan
from playwright.sync_api import expect

SECRET = "correct horse battery staple"


class Site(BaseHTTPRequestHandler):
    """Another site, whose one page holds the one line."""

    def __init__(self, line, *arguments):
        self.line = line
        super().__init__(*arguments)

    def do_GET(self):
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>Another site</title><h1>Another site</h1>{self.line[0]}".encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    line = [""]
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Site, line))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.line, server.address = line, f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(tmp_path):
    (tmp_path / "lighthouse.txt").write_text(LIGHTHOUSE)
    kaiyuan("add", tmp_path / "lighthouse.txt", home=tmp_path / "home")
    return tmp_path / "home"


def show(browser, site, server, attributes="", **context):
    site.line[0] = f'<script src="{server.address}/embed.js" {attributes}></script>'
    page = browser.new_context(viewport=WIDE, **context).new_page()
    page.goto(site.address)
    return page


@pytest.mark.parametrize("look, dark", [("en", False), ("zh", True)])
def test_on_a_named_site_it_answers_without_a_secret_and_says_no_path(browser, site, home, look, dark):
    with Server(home, KAIYUAN_SECRET=SECRET, KAIYUAN_EMBED_ORIGINS=site.address) as server:
        page = show(browser, site, server, f'data-language="{look}" data-theme="{"dark" if dark else "light"}"',
                    color_scheme="dark" if dark else "light")
        frame = page.frame_locator("iframe")
        with page.expect_response("**/embed/ask") as asked:
            frame.locator("#question").fill(WHEN_BUILT)
            frame.locator("#question").press("Enter")
        expect(frame.locator(".prose")).to_contain_text(BUILT)
        expect(frame.locator(".embedded-sources li").first).to_contain_text(BUILT)
        assert str(home.parent) not in asked.value.text()
        mark = frame.locator("a.mark").first
        expect(mark).to_have_attribute("href", "#source-1")
        # The frame is as high as what it shows.
        box = page.locator("iframe").bounding_box()
        inside = frame.locator("body").evaluate("body => document.documentElement.scrollHeight")
        assert inside <= box["height"] + 1
        OUTPUT.mkdir(exist_ok=True)
        page.screenshot(path=OUTPUT / f"embed-{look}-{'dark' if dark else 'light'}.png")
        page.context.close()


def test_on_another_site_the_frame_stays_empty(browser, site, home):
    with Server(home, KAIYUAN_EMBED_ORIGINS="https://example.org") as server:
        said = []
        site.line[0] = f'<script src="{server.address}/embed.js"></script>'
        page = browser.new_context().new_page()
        page.on("console", lambda message: said.append(message.text))
        page.goto(site.address)
        page.wait_for_timeout(500)
        assert any("frame-ancestors" in text for text in said), said
        assert page.frame_locator("iframe").locator("#question").count() == 0
        # A page of that site cannot ask past the frame either.
        refused = page.evaluate("""address => fetch(address + '/embed/ask', { method: 'POST', mode: 'cors',
            headers: { 'content-type': 'application/json' }, body: '{"question": "When?"}' }).then(() => 'answered', () => 'refused')""", server.address)
        assert refused == "refused"
        page.context.close()


def status(server, path, method="GET", body=None, **headers):
    try:
        return urlopen(Request(server.address + path, method=method, data=body, headers=headers), timeout=10).status
    except HTTPError as error:
        return error.code


def test_it_is_off_unless_sites_are_named(guide_server):
    assert status(guide_server, "/embed.js") == 404
    assert status(guide_server, "/embed") == 404
    assert status(guide_server, "/embed/ask", "POST", b'{"question": "When?"}', **{"content-type": "application/json"}) == 404


def test_other_origins_are_refused_also_where_it_is_on(home):
    with Server(home, KAIYUAN_EMBED_ORIGINS="https://example.org") as server:
        body, kind = b'{"question": "When?"}', {"content-type": "application/json"}
        assert status(server, "/embed/ask", "POST", body, **kind, origin="https://evil.example") == 403
        # Not even a named site asks by itself: only the frame, which is ours, does.
        assert status(server, "/embed/ask", "POST", body, **kind, origin="https://example.org") == 403
        policy = urlopen(server.address + "/embed", timeout=10).headers["content-security-policy"]
        assert "frame-ancestors https://example.org" in policy
        assert "frame-ancestors 'none'" in urlopen(server.address + "/", timeout=10).headers["content-security-policy"]


@pytest.mark.parametrize("named", ["*", "https://example.org/path", "example.org", "https://a.example; script-src *"])
def test_what_is_no_origin_is_refused_at_the_start(home, named):
    done = kaiyuan("serve", "--port", "0", home=home, KAIYUAN_EMBED_ORIGINS=named)
    assert done.returncode != 0 and "embed.origins" in done.stderr
