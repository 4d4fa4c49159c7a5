"""The web as a source: a small site on this machine, added, asked, visited again; a repository; a search engine."""
import json
import os
import sqlite3
import subprocess
import threading
import time
import urllib.request
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from browser import Look, answered, ask, browser, highlighted, photograph, visit  # noqa: F401
from conftest import Server, kaiyuan
from playwright.sync_api import expect

ALLOW = {"KAIYUAN_WEB_ALLOW": "127.0.0.1"}


def html(title, text, *links):
    links = "".join(f'<p><a href="{link}">{link}</a></p>' for link in links)
    return f'<!doctype html><html lang="en"><title>{title}</title><body><h1>{title}</h1><p>{text}</p>{links}</body></html>'


class Site:
    """Pages by path, served on a free port; what was asked for is kept."""

    def __init__(self, pages, repository=None):
        self.pages, self.asked, site = pages, [], self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(self.path)
                if repository and self.path.startswith("/git/"):
                    return self.git(b"")
                body = site.pages.get(self.path.split("?")[0])
                if callable(body):
                    body = body()
                self.send_response(200 if body is not None else 404)
                self.send_header("Content-Type", "application/json" if self.path.startswith("/search") else
                                 "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write((body or "").encode())

            def do_POST(self):
                self.git(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

            def git(self, body):
                """The protocol of git over HTTP, by git's own program."""
                path, _, query = self.path[len("/git"):].partition("?")
                done = subprocess.run(
                    ["git", "http-backend"], input=body, capture_output=True, check=False,
                    env=dict(os.environ, GIT_PROJECT_ROOT=str(repository), GIT_HTTP_EXPORT_ALL="1", PATH_INFO=path,
                             QUERY_STRING=query, REQUEST_METHOD=self.command,
                             GIT_PROTOCOL=self.headers.get("Git-Protocol", ""),
                             HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""),
                             CONTENT_TYPE=self.headers.get("Content-Type", ""), CONTENT_LENGTH=str(len(body))))
                head, _, rest = done.stdout.partition(b"\r\n\r\n")
                self.send_response(200)
                for line in head.decode().split("\r\n"):
                    name, _, value = line.partition(": ")
                    if name:
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(rest)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


BRIDGE = html("Bridges", "The old bridge was built in 1905 by Ada Stone and is made of granite.", "/rivers", "/gone")
RIVERS = html("Rivers", "The river Lune is 85 kilometres long and flows into the sea at Plover.")


def test_a_page_is_added_asked_and_cited_with_its_address(tmp_path):
    with Site({"/bridge": BRIDGE}) as site:
        refused = kaiyuan("add", f"{site.address}/bridge", home=tmp_path)
        assert refused.returncode == 1 and "address-refused" in refused.stdout and site.asked == []
        added = kaiyuan("add", f"{site.address}/bridge", "--json", home=tmp_path, **ALLOW)
        assert json.loads(added.stdout)["added"] == 1, added
    answer = json.loads(kaiyuan("ask", "When was the old bridge built?", "--json", home=tmp_path).stdout)
    assert answer["status"] == "answered" and "1905" in answer["text"]
    assert answer["sources"][0]["address"] == f"{site.address}/bridge"
    assert answer["sources"][0]["layer"] == "reference"


def test_sources_tell_pages_fetches_and_failures(tmp_path):
    with Site({"/": BRIDGE, "/rivers": RIVERS}) as site:
        added = kaiyuan("add", site.address, "--site", "--layer", "author", "--json", home=tmp_path, **ALLOW)
        assert json.loads(added.stdout)["added"] == 2, added
        row = json.loads(kaiyuan("sources", "--json", home=tmp_path).stdout)[0]
        assert (row["address"], row["kind"], row["layer"], row["documents"]) == (site.address, "site", "author", 2)
        assert row["fetched_at"] < row["due_at"]
        assert [(f["address"], f["code"]) for f in row["failures"]] == [(f"{site.address}/gone", "gone")]
        shown = kaiyuan("sources", home=tmp_path).stdout
        assert "1 failed" in shown and "gone" in shown
        del site.pages["/rivers"]
        refreshed = kaiyuan("refresh", site.address, "--json", home=tmp_path, **ALLOW)
        assert json.loads(refreshed.stdout)["removed"] == 1, refreshed
    assert kaiyuan("remove", site.address, home=tmp_path).stdout == "removed 1 document\n"
    assert json.loads(kaiyuan("sources", "--json", home=tmp_path).stdout) == []


def test_a_repository_gives_its_documents_and_nothing_of_the_machine(tmp_path):
    work, bare = tmp_path / "work", tmp_path / "repositories" / "handbook.git"
    (work / "docs").mkdir(parents=True)
    (work / "README.md").write_text("# Handbook\n\nThe lighthouse of Plover is 41 metres high.\n")
    (work / "docs" / "code.py").write_text("print('not for people')\n")
    (work / "docs" / "secret.md").symlink_to("/etc/passwd")

    def git(*arguments):
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments], cwd=work, check=True,
                       capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "Begin")
    git("clone", "-q", "--bare", str(work), str(bare))
    home = tmp_path / "home"
    with Site({}, repository=bare.parent) as site:
        address = f"{site.address}/git/handbook.git"
        added = kaiyuan("add", address, "--json", home=home, **ALLOW)
        assert json.loads(added.stdout)["added"] == 1, added
        answer = json.loads(kaiyuan("ask", "How high is the lighthouse of Plover?", "--json", home=home).stdout)
        assert "**41** metres" in answer["text"]
        assert answer["sources"][0]["address"] == f"{address}#README.md"
        site.asked.clear()
        again = kaiyuan("refresh", "--json", home=home, **ALLOW)
        assert json.loads(again.stdout)["unchanged"] == 1, again
        assert not any("git-upload-pack" in path and "service" not in path for path in site.asked)
        refused = kaiyuan("add", address, "--json", home=home)
        assert json.loads(refused.stdout)["skipped"][0]["code"] == "address-refused"


def test_a_running_server_visits_what_is_due(tmp_path):
    with Site({"/bridge": BRIDGE}) as site:
        kaiyuan("add", f"{site.address}/bridge", home=tmp_path, **ALLOW)
        site.pages["/bridge"] = html("Bridges", "The old bridge fell down in 2026, and nobody was hurt.")
        with closing(sqlite3.connect(tmp_path / "library.sqlite")) as database, database:
            database.execute("UPDATE web_source SET due_at = 0")
        with Server(tmp_path, **ALLOW) as server:
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline:
                body = json.dumps({"query": "bridge"}).encode()
                request = urllib.request.Request(server.address + "/api/search", body, {"Content-Type": "application/json"})
                if b"fell down in 2026" in urllib.request.urlopen(request).read():
                    break
                time.sleep(0.1)
            else:
                pytest.fail("the page was not fetched again")
            with urllib.request.urlopen(server.address + "/api/sources") as answer:
                source = json.load(answer)["sources"][0]
            assert source["failed"] == 0 and source["due_at"] > source["fetched_at"]


def test_the_settings_of_the_web_are_shown_and_checked(tmp_path):
    rows = json.loads(kaiyuan("config", "--json", home=tmp_path, KAIYUAN_WEB_SEARCH="https://searx.example.org").stdout)
    row = next(row for row in rows if row["name"] == "web_search")
    assert (row["value"], row["origin"], row["variable"]) == ("https://searx.example.org", "environment", "KAIYUAN_WEB_SEARCH")
    (tmp_path / "kaiyuan.yaml").write_text("web_allow: 10.0.0.0/99\n")
    shown = kaiyuan("config", home=tmp_path)
    assert shown.returncode == 1 and "hosts and networks" in shown.stderr


@pytest.mark.parametrize("look", [Look("en"), Look("zh", phone=True)])
def test_a_question_is_answered_from_what_a_search_engine_finds(tmp_path, visit, look):
    with Site({"/bridge": BRIDGE, "/": RIVERS}) as site:
        site.pages["/search"] = json.dumps({"results": [{"url": f"{site.address}/bridge", "title": "Bridges"}]})
        assert kaiyuan("add", f"{site.address}/", "--site", home=tmp_path, **ALLOW).returncode == 0
        site.pages["/"] = html("Rivers", "The river Lune has moved.", "/gone")
        with Server(tmp_path, KAIYUAN_WEB_SEARCH=site.address, **ALLOW) as server:
            page = visit(server, look).open()
            mark = answered(ask(page, "When was the old bridge built?"), "1905")
            mark.click()
            highlighted(page, "1905")
            photograph(page, f"web-answer-{look}")
            assert kaiyuan("refresh", home=tmp_path, **ALLOW).returncode == 0
            page = visit(server, look).open("/library")
            rows = page.locator(".web-sources li.row")
            expect(rows).to_have_count(2)
            rows.first.locator("summary").click()
            expect(rows.first.locator("details")).to_contain_text("/gone")
            photograph(page, f"web-library-{look}")


@pytest.mark.parametrize("look", [Look("en"), Look("zh", dark=True, phone=True)])
def test_an_address_is_added_and_removed_on_the_page(tmp_path, visit, look):
    with Site({"/bridge": BRIDGE, "/rivers": RIVERS}) as site, Server(tmp_path, **ALLOW) as server:
        visitor = visit(server, look)
        visitor.expect_problem("400 (Bad Request)")
        page = visitor.open("/library")
        page.locator(".page-acts button").first.click()
        section = page.locator(".web-sources")
        field = section.locator("input[name=address]")
        field.fill("nonsense://x")
        field.press("Enter")
        expect(section.get_by_role("alert")).not_to_be_empty()
        field.fill(f"{site.address}/nowhere")
        field.press("Enter")
        expect(section.locator(".visit")).to_contain_text("/nowhere")
        expect(section.locator("li.row")).to_have_count(0)
        field.fill(f"{site.address}/bridge")
        section.locator("select").select_option("site")
        photograph(page, f"web-form-{look}")
        field.press("Enter")
        expect(section.locator("li.row")).to_have_count(1)
        expect(page.locator(".row .title", has_text="Rivers")).to_be_visible()
        answered(ask(visit(server, look).open(), "When was the old bridge built?"), "1905")
        page.bring_to_front()
        section.locator("li.row button").click()
        page.get_by_role("dialog").locator("button.strong").click()
        expect(section.locator("li.row")).to_have_count(0)
        expect(page.locator(".row .title", has_text="Rivers")).to_have_count(0)
    assert json.loads(kaiyuan("sources", "--json", home=tmp_path).stdout) == []


def test_an_address_on_this_machine_is_refused_over_http(tmp_path):
    with Site({"/bridge": BRIDGE}) as site, Server(tmp_path) as server:
        body = json.dumps({"address": f"{site.address}/bridge"}).encode()
        request = urllib.request.Request(server.address + "/api/sources", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 202
            started = json.load(answer)["id"]
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with urllib.request.urlopen(server.address + "/api/sources") as answer:
                visit = next(row for row in json.load(answer)["visits"] if row["id"] == started)
            if visit["status"] != "reading":
                break
            time.sleep(0.05)
        assert (visit["status"], visit["error"]["code"], site.asked) == ("failed", "address-refused", [])
