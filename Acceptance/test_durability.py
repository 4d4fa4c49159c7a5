"""Stops at every step of writing: kill -9, a torn write, a full disk. What was committed last is what is there."""
import hashlib
import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import PROGRAM, Server, environment, kaiyuan

WORDS = "stone river bridge harbour garden tower school market".split()


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    target = tmp_path_factory.mktemp("shim") / "interrupted_writes.so"
    source = Path(__file__).with_name("interrupted_writes.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", target, source, "-ldl"], check=True)
    return target


def text(number):
    return f"# Piece {number}\n\nCommon words and the {WORDS[number % 8]} of number{number}. 共同的文字，第{number}篇。\n"


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """A library of seven segments: the next one makes eight, and these are merged."""
    folder = tmp_path_factory.mktemp("before")
    (folder / "docs").mkdir()
    for number in range(35):
        (folder / "docs" / f"{number}.md").write_text(text(number))
        if number % 5 == 4:
            added = kaiyuan("add", folder / "docs", "--json", home=folder / "home")
            assert json.loads(added.stdout)["added"] == 5, added.stderr
    assert len(list((folder / "home" / "library.index").glob("*.segment"))) == 7
    return folder


def state(home):
    """A hash of all that a search for the common words shows: titles and texts, by the index and the rows."""
    found = kaiyuan("search", "common", "--limit", "100", "--json", home=home)
    assert found.returncode == 0, found.stderr
    results = json.loads(found.stdout)
    shown = sorted((r["title"], [p["text"] for p in r["passages"]]) for r in results)
    chinese = json.loads(kaiyuan("search", "共同的文字", "--limit", "100", "--json", home=home).stdout)
    assert len(chinese) == len(results), "the index holds the one language and not the other"
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest(), len(results)


@pytest.fixture(scope="module")
def walk(before, shim, tmp_path_factory):
    """What the next add does, step by step: the states that are committed on the way, and the number of steps."""
    docs = before / "docs"
    first = state(before / "home")
    (docs / "35.md").write_text(text(35))
    (docs / "3.md").write_text(text(3) + "\nOne more paragraph.\n")
    (docs / "5.md").unlink()
    home = tmp_path_factory.mktemp("walk") / "home"
    shutil.copytree(before / "home", home)
    count = home.parent / "count"
    done = run(home, docs, shim, INTERRUPT_COUNT=str(count))
    report = json.loads(done.stdout)
    assert (report["added"], report["unchanged"], report["removed"], report["skipped"]) == (2, 33, 1, [])
    assert len(list((home / "library.index").glob("*.segment"))) == 1, "the eight segments were not merged"
    return {"docs": docs, "first": first, "last": state(home), "steps": int(count.read_text())}


def run(home, docs, shim, **variables):
    variables = dict(environment(home), LD_PRELOAD=str(shim), INTERRUPT_BELOW=str(home), **variables)
    return subprocess.run([str(PROGRAM), "add", str(docs), "--json"], capture_output=True, text=True, timeout=120, env=variables)


def interrupted(before, walk, shim, folder, step, how):
    """The state after the stop at a step, and after the next add, which is not stopped."""
    home = folder / f"{how}-{step}"
    shutil.copytree(before / "home", home)
    stopped = run(home, walk["docs"], shim, INTERRUPT_AT=str(step), INTERRUPT_HOW=how)
    found = state(home)
    again = kaiyuan("add", walk["docs"], "--json", home=home)
    assert again.returncode == 0, (step, again.stderr)
    recovered = state(home)
    left = [name for name in os.listdir(home / "library.index") if name.endswith(".partial")]
    shutil.rmtree(home)
    return step, stopped, found, recovered, left


@pytest.mark.parametrize("how", ["kill", "torn", "full"])
def test_the_last_committed_state_is_there_whatever_the_step(before, walk, shim, tmp_path, how):
    steps = range(1, walk["steps"] + 1, 1 if how == "kill" else 4)
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda step: interrupted(before, walk, shim, tmp_path, step, how), steps))
    # The new and the changed document come in one transaction, the one that is gone goes in the next.
    reached, between = False, walk["first"][1] + 1
    for step, stopped, found, recovered, left in results:
        if how == "full":
            assert stopped.returncode >= 0, f"step {step}: the program fell over a full disk"
            assert found in (walk["first"], walk["last"]) or found[1] == between, f"step {step}"
        else:
            assert stopped.returncode == -9 or found == walk["last"], f"step {step}: {stopped.stderr[-300:]}"
            assert found in (walk["first"], walk["last"]) or found[1] == between, f"step {step}"
            # Merging goes on beside the second transaction: only the steps to the first commit come in one order.
            assert not (reached and found == walk["first"]), f"step {step}: what was committed is lost"
            reached = found != walk["first"]
        assert recovered == walk["last"], f"step {step}: the next add does not end where it should"
        assert left == [], f"step {step}: {left} stays for ever"


def test_the_second_writer_is_told_who_holds_the_library(before, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(before / "home", home)
    holder = subprocess.Popen(
        ["python3", "-c", "import fcntl, sys, time\n"
         f"file = open({str(home / 'library.index' / 'writer')!r}, 'w')\n"
         "fcntl.flock(file, fcntl.LOCK_EX)\n"
         "print('process 4711 (kaiyuan add)', file=file, flush=True)\n"
         "print('held', flush=True)\n"
         "sys.stdin.read()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "held\n"
        refused = kaiyuan("add", before / "docs", home=home)
        assert refused.returncode == 1
        assert "process 4711 (kaiyuan add)" in refused.stderr
        assert state(home)[1] == 35, "readers do not wait for the writer"
    finally:
        holder.stdin.close()
        holder.wait(10)
    assert kaiyuan("add", before / "docs", home=home).returncode == 0


def test_an_index_that_is_gone_is_made_anew(before, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(before / "home", home)
    shutil.rmtree(home / "library.index")
    assert state(home) == state(before / "home")
    with Server(home):
        assert state(home) == state(before / "home")
