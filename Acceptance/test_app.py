"""The page as an installed app: manifest, icons, the worker that keeps its shell, sharing, and the search bar."""
import json
import struct
from urllib.request import Request, urlopen
from xml.etree import ElementTree

import pytest
from browser import BUILT, LIGHTHOUSE, WHEN_BUILT, Look, answered, browser, shelf, visit  # noqa: F401
from conftest import Server
from playwright.sync_api import expect

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def fetch(server, path, **headers):
    with urlopen(Request(server.address + path, headers=headers), timeout=10) as response:
        return response.headers, response.read()


def installed(visit, server, look=Look()):
    """A tab whose worker is at work."""
    visitor = visit(server, look, service_workers="allow")
    page = visitor.open()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => 0)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return visitor, page


def test_the_manifest_is_one_and_its_icons_have_their_sizes(guide_server):
    headers, body = fetch(guide_server, "/manifest.webmanifest")
    assert headers["content-type"].startswith("application/manifest+json")
    manifest = json.loads(body)
    assert manifest["start_url"] == "/" and manifest["share_target"]["method"] == "POST"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])
    for icon in manifest["icons"]:
        _, picture = fetch(guide_server, icon["src"])
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", picture[16:24])
            assert picture[:8] == b"\x89PNG\r\n\x1a\n" and icon["sizes"] == f"{width}x{height}"


def test_the_browser_finds_the_app_installable(visit, shelf):
    visitor, page = installed(visit, shelf)
    session = visitor.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == [] and found["url"].endswith("/manifest.webmanifest")
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []


def test_the_worker_keeps_the_shell_and_nothing_else(visit, shelf):
    _, page = installed(visit, shelf)
    page.locator("#question").fill(WHEN_BUILT)
    page.locator("#question").press("Enter")
    answered(page.locator("article.turn").last, BUILT).click()
    expect(page.locator("#reader mark").first).to_be_visible()
    kept = page.evaluate("""async () => {
        const paths = [];
        for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
        return paths;
    }""")
    assert "/" in kept and "/assets/js/main.js" in kept
    assert [path for path in kept if path != "/" and not path.startswith(("/assets/", "/vendor/"))] == []


def test_without_the_server_the_shell_says_so(visit, tmp_path):
    with Server(tmp_path / "home") as server:
        visitor, page = installed(visit, server)
        expect(page.locator(".fill")).to_be_visible()
        visitor.expect_problem("ERR_CONNECTION_REFUSED")
        visitor.expect_problem("Failed to load resource")
        server.stop()
        page.reload()
        expect(page.locator("#box-error")).to_contain_text("The server does not answer.")
        expect(page.locator("#box-error").get_by_role("button", name="Try again")).to_be_visible()


def test_a_new_version_replaces_the_kept_shell(visit, shelf):
    """The worker names its version; another one drops the old shell and keeps its own."""
    _, page = installed(visit, shelf)
    before = page.evaluate("() => caches.keys()")
    assert len(before) == 1
    # A worker of another version, served from the same address in the same scope.
    page.evaluate("""async () => {
        const cache = await caches.open('shell-of-yesterday');
        await cache.put('/', new Response('old'));
        const registration = await navigator.serviceWorker.getRegistration();
        await registration.unregister();
        await navigator.serviceWorker.register('/sw.js');
        await navigator.serviceWorker.ready;
    }""")
    page.reload()
    page.wait_for_function("async (name) => JSON.stringify(await caches.keys()) === JSON.stringify([name])", arg=before[0])
    headers, first = fetch(shelf, "/sw.js")
    assert headers["cache-control"] == "no-cache" and b"const version = '" in first


SHARE = """({ title, text, url, file }) => {
    const form = document.createElement('form');
    Object.assign(form, { action: '/share', method: 'POST', enctype: 'multipart/form-data' });
    for (const [name, value] of Object.entries({ title, text, url })) {
        const field = document.createElement('input');
        Object.assign(field, { name, value });
        form.append(field);
    }
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', name: 'files' });
    if (file) {
        const transfer = new DataTransfer();
        transfer.items.add(new File([file], 'shared.txt', { type: 'text/plain' }));
        input.files = transfer.files;
    }
    form.append(input);
    document.body.append(form);
    form.submit();
}"""


def test_shared_words_wait_in_the_box_and_shared_files_are_added(visit, tmp_path):
    with Server(tmp_path / "home") as server:
        _, page = installed(visit, server)
        page.evaluate(SHARE, {"title": "On lighthouses", "text": "See https://example.org/a", "url": "https://example.org/a", "file": LIGHTHOUSE})
        expect(page.locator(".upload")).to_have_attribute("data-status", "added")
        expect(page.locator("#question")).to_have_value("On lighthouses\nSee https://example.org/a")
        assert page.url == server.address + "/"


@pytest.mark.parametrize("language, name", [("en", "Kaiyuan"), ("zh", "开元")])
def test_the_search_bar_is_told_how_to_ask(shelf, language, name):
    headers, body = fetch(shelf, f"/opensearch.xml?language={language}")
    assert headers["content-type"].startswith("application/opensearchdescription+xml")
    root = ElementTree.fromstring(body)
    assert root.findtext(OPENSEARCH + "ShortName") == name
    assert root.find(OPENSEARCH + "Url").get("template") == shelf.address + "/?q={searchTerms}"


def test_what_the_search_bar_asks_is_answered_at_once(visit, shelf):
    page = visit(shelf).open("/?q=" + WHEN_BUILT.replace(" ", "+"))
    answered(page.locator("article.turn").last, BUILT)


def test_what_a_link_elsewhere_asks_only_waits_in_the_box(visit, shelf):
    visitor = visit(shelf)
    page = visitor.open("/library")
    # A link is followed from a page; the browser then does not say that the user came alone.
    page.evaluate("address => { location.href = address; }", "/?q=When%3F")
    expect(page.locator("#question")).to_have_value("When?")
    assert visitor.asked == []
