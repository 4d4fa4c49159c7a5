"""The command line as people use it: pipes, exit statuses, kill -9, a watched folder."""
import json
import os
import signal
import socket
import subprocess
import time

import pytest
from conftest import GUIDE, PROGRAM, Server, environment, kaiyuan


def test_every_command_has_help_with_examples(tmp_path):
    commands = ["serve", "add", "remove", "sources", "search", "ask", "chat", "read", "config"]
    for command in commands + ["eval retrieval", "eval answers"]:
        shown = kaiyuan(*command.split(), "--help", home=tmp_path)
        assert shown.returncode == 0
        assert f"kaiyuan {command}" in shown.stdout.split("OVERVIEW", 1)[1], command


def test_an_empty_library_says_what_to_do_first(tmp_path):
    asked = kaiyuan("ask", "anything", home=tmp_path)
    assert asked.returncode == 2
    assert "kaiyuan add" in asked.stderr


def test_ask_cites_and_says_when_there_is_no_answer(tmp_path):
    kaiyuan("add", GUIDE, home=tmp_path)
    asked = json.loads(kaiyuan("ask", "怎样添加一个文件夹？", "--json", home=tmp_path).stdout)
    assert asked["status"] == "answered"
    first = asked["marks"][0]
    source = next(s for s in asked["sources"] if s["document_id"] == first["document_id"])
    text = open(source["address"], "rb").read().decode()
    assert first["quote"] in text.replace("**", "")
    none = kaiyuan("ask", "Who won the chess championship of 1927 in Buenos Aires?", "--json", home=tmp_path)
    assert json.loads(none.stdout)["status"] == "no_answer"
    assert none.returncode == 1


def test_pipes_get_plain_lines(tmp_path):
    kaiyuan("add", GUIDE, home=tmp_path)
    for command in (["search", "folder"], ["ask", "How do I add a folder?"], ["sources"], ["config"]):
        assert "\x1b" not in kaiyuan(*command, home=tmp_path).stdout


def test_settings_flag_before_environment_before_file_before_default(tmp_path):
    def port(*flags, **variables):
        rows = json.loads(kaiyuan("config", "--json", *flags, home=tmp_path, **variables).stdout)
        return next((row["value"], row["origin"]) for row in rows if row["name"] == "port")

    assert port() == ("8080", "default")
    (tmp_path / "kaiyuan.yaml").write_text("port: 9001\n")
    assert port() == ("9001", "file")
    assert port(KAIYUAN_PORT="9002") == ("9002", "environment")
    with Server(tmp_path, KAIYUAN_PORT="1") as server:
        assert not server.address.endswith(":1")


def test_config_names_what_means_nothing(tmp_path):
    (tmp_path / "kaiyuan.yaml").write_text("prot: 9001\nport: 99999\n")
    shown = kaiyuan("config", home=tmp_path)
    assert shown.returncode == 1
    assert "Warning:" in shown.stderr and "prot" in shown.stderr
    assert "Error: The port is a number" in shown.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "127.example.com"])
def test_other_addresses_need_a_secret(tmp_path, host):
    for variables in ({}, {"KAIYUAN_SECRET": " " * 20}):
        refused = kaiyuan("serve", "--host", host, "--port", "0", home=tmp_path, timeout=20, **variables)
        assert refused.returncode != 0 and "KAIYUAN_SECRET" in refused.stderr


def one_sentence(refused):
    message = refused.stderr.strip()
    assert refused.returncode not in (0, -4, -5, -6, -11), message
    assert message.startswith("Error: ") and message.endswith(".") and "\n" not in message and "SQL" not in message, message
    return message


def test_a_server_that_cannot_start_says_why_in_one_sentence(tmp_path):
    def serve(home, *arguments):
        return one_sentence(kaiyuan("serve", "--port", "0", *arguments, home=home, timeout=20))

    (tmp_path / "file").touch()
    assert str(tmp_path / "file") in serve(tmp_path / "file")
    for name in ("library.sqlite", "conversations.sqlite"):
        home = tmp_path / name.split(".")[0]
        home.mkdir()
        (home / name).write_bytes(b"This is no database. " * 1000)
        assert str(home / name) in serve(home)
    secret = {"KAIYUAN_SECRET": "a long enough secret"}
    unknown = kaiyuan("serve", "--port", "0", "--host", "no.such.host.invalid", home=tmp_path / "a", timeout=60, **secret)
    assert "no.such.host.invalid" in one_sentence(unknown)
    foreign = kaiyuan("serve", "--port", "0", "--host", "192.0.2.1", home=tmp_path / "a", timeout=60, **secret)
    assert "192.0.2.1" in one_sentence(foreign)


def test_a_home_is_served_once_and_belongs_to_its_owner(tmp_path):
    home = tmp_path / "home"
    with Server(home) as server:
        assert home.stat().st_mode & 0o777 == 0o700
        for name in ("library.sqlite", "conversations.sqlite"):
            assert (home / name).stat().st_mode & 0o777 == 0o600
        second = one_sentence(kaiyuan("serve", "--port", "0", home=home, timeout=20))
        assert str(server.process.pid) in second
        assert "taken" in one_sentence(kaiyuan("serve", "--port", server.address.rsplit(":", 1)[1],
                                               home=tmp_path / "other", timeout=20))
    with Server(home):
        pass


def connect(server):
    host, port = server.address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=30)


def test_a_stopping_server_waits_for_nobody_who_does_not_go_on(tmp_path):
    with Server(tmp_path / "home") as server:
        half = connect(server)
        # The first answer tells that the second request, in the same packet, has begun too.
        half.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
                     b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
        assert half.recv(65536).startswith(b"HTTP/1.1 200 ")
        head = connect(server)
        head.sendall(b"GET /health HTTP/1.1\r\nHost: loc")
        server.process.terminate()
        assert server.process.wait(15) == 0
        half.close()
        head.close()


def test_a_body_that_is_too_large_ends_the_connection(tmp_path):
    with Server(tmp_path / "home") as server, connect(server) as client:
        client.sendall(b"POST /api/documents HTTP/1.1\r\nHost: localhost\r\n"
                       b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 99999999999\r\n\r\n--x\r\n")
        answer = b""
        while piece := client.recv(65536):
            answer += piece
        assert answer.startswith(b"HTTP/1.1 413 ") and b'"too_large"' in answer and b"close" in answer.lower()


def write_documents(folder, count):
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:04}.txt").write_text(
            "".join(f"Record {number}, line {line}: the water of basin {number * 31 + line} is clean.\n" for line in range(200)))


def test_kill_in_the_middle_loses_nothing_that_was_committed(tmp_path):
    write_documents(tmp_path / "documents", 300)
    home = tmp_path / "home"
    adding = subprocess.Popen([str(PROGRAM), "add", str(tmp_path / "documents")], env=environment(home),
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        time.sleep(0.2)
        if (home / "library.sqlite").exists():
            listed = kaiyuan("sources", "--json", home=home)
            if listed.returncode == 0 and sum(row["documents"] for row in json.loads(listed.stdout)) > 0:
                break
    adding.send_signal(signal.SIGKILL)
    adding.wait()
    before = sum(row["documents"] for row in json.loads(kaiyuan("sources", "--json", home=home).stdout))
    assert 0 < before <= 300
    assert json.loads(kaiyuan("search", "basin", "--json", home=home).stdout)
    report = json.loads(kaiyuan("add", tmp_path / "documents", "--json", home=home).stdout)
    assert report["unchanged"] == before and report["added"] == 300 - before
    assert kaiyuan("search", "9300", home=home).returncode == 0


def test_a_watched_folder_is_found_within_two_seconds(tmp_path):
    folder, home = tmp_path / "notes", tmp_path / "home"
    folder.mkdir()
    (folder / "a.txt").write_text("The first note is about herons.")
    watching = subprocess.Popen([str(PROGRAM), "add", "--watch", str(folder)], env=environment(home),
                                stdout=subprocess.PIPE, text=True)
    try:
        assert "added" in watching.stdout.readline()
        (folder / "b.txt").write_text("The second note is about kingfishers.")
        saved = time.monotonic()
        while kaiyuan("search", "kingfishers", home=home).returncode != 0:
            # Each look takes a start of the program; the bound is generous for a loaded machine.
            assert time.monotonic() - saved < 10
        (folder / "a.txt").unlink()
        while kaiyuan("search", "herons", home=home).returncode == 0:
            assert time.monotonic() - saved < 20
    finally:
        watching.kill()
        watching.wait()


def test_hostile_files_cost_nobody_anything(tmp_path):
    folder, home = tmp_path / "documents", tmp_path / "home"
    folder.mkdir()
    (folder / "good.txt").write_text("A good text about otters.")
    with open(folder / "huge.txt", "wb") as huge:
        huge.truncate(2 << 30)
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / "empty.md").touch()
    added = kaiyuan("add", folder, "--json", home=home, timeout=60)
    report = json.loads(added.stdout)
    assert report["added"] == 1
    codes = {os.path.basename(row["path"]): row["code"] for row in report["skipped"]}
    assert codes["huge.txt"] == "too-large" and codes["empty.md"] == "empty" and codes["pipe.txt"] == "not-a-file"
    assert all(row["reason"].strip().count("\n") == 0 for row in report["skipped"])
    assert kaiyuan("search", "otters", home=home).returncode == 0


def test_the_own_library_is_measured_where_no_corpus_is_named(tmp_path):
    home, papers = tmp_path / "home", tmp_path / "papers"
    papers.mkdir()
    for name, text in (("otters", "Otters sleep on their backs."), ("herons", "Herons wait in shallow water.")):
        (papers / f"{name}.txt").write_text(text)
    kaiyuan("add", papers, home=home)
    (tmp_path / "queries.jsonl").write_text('{"_id": "1", "text": "How do otters sleep?"}\n{"_id": "2", "text": "herons water"}\n')
    # The second query's judgement is wrong on purpose: one of two is found in the first place, the other not at all.
    (tmp_path / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n1\t{papers}/otters.txt\t1\n2\t{papers}/absent.txt\t1\n")
    files = ["--queries", tmp_path / "queries.jsonl", "--qrels", tmp_path / "qrels.tsv"]
    figures = json.loads(kaiyuan("eval", "retrieval", *files, "--json", home=home).stdout)
    assert figures["mrr@10"] == figures["ndcg@10"] == 0.5
    hidden = kaiyuan("eval", "answers", "--queries", tmp_path / "queries.jsonl", "--answers", tmp_path / "queries.jsonl",
                     "--without-gold", home=home)
    assert hidden.returncode != 0 and "--corpus" in hidden.stderr
    assert kaiyuan("search", "otters", home=home).returncode == 0


@pytest.mark.parametrize("arguments", [["search", "type:nonsense x"], ["remove", "/nowhere"], ["read", "/nowhere"],
                                       ["serve", "--port", "99999"], ["eval", "retrieval", "--corpus", "/nowhere",
                                        "--queries", "/nowhere", "--qrels", "/nowhere"]])
def test_bad_input_gets_one_sentence(tmp_path, arguments):
    refused = kaiyuan(*arguments, home=tmp_path)
    assert refused.returncode not in (0, -4, -5, -6, -11)
    message = refused.stderr.strip().splitlines()[0]
    assert message.startswith("Error: ") and message.endswith("."), refused.stderr
