"""The built program and a server over Kaiyuan's own guide, for every acceptance test.

KAIYUAN names the program; without it the debug build is taken.
"""
import json
import os
import subprocess
from pathlib import Path

import pytest

# The fixtures of the browser tests.
pytest_plugins = ["browser"]

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(os.environ.get("KAIYUAN", ROOT / ".build" / "debug" / "kaiyuan"))
GUIDE = ROOT / "Examples" / "guide"
OUTPUT = Path(__file__).parent / "output"


def environment(home):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KAIYUAN")}
    return dict(kept, KAIYUAN_HOME=str(home), NO_COLOR="1")


def kaiyuan(*arguments, home, timeout=120, **variables):
    """Runs a command to its end."""
    return subprocess.run([str(PROGRAM), *map(str, arguments)], capture_output=True, text=True, timeout=timeout,
                          env=dict(environment(home), **variables))


class Server:
    """`kaiyuan serve` on a free port of this machine."""

    def __init__(self, home, *arguments, **variables):
        self.home = home
        self.process = subprocess.Popen(
            [str(PROGRAM), "serve", "--port", "0", "--json", *arguments], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env=dict(environment(home), **variables))
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the server did not start: {self.process.stderr.read()}")
        self.address = json.loads(line)["address"]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


@pytest.fixture(scope="session")
def guide_server(tmp_path_factory):
    """A server over the guide; tests leave its library as it is."""
    home = tmp_path_factory.mktemp("guide")
    added = kaiyuan("add", GUIDE, "--json", home=home)
    assert json.loads(added.stdout)["skipped"] == [], added.stdout
    with Server(home) as server:
        yield server


@pytest.fixture
def fresh_server(tmp_path):
    """A server over an empty library."""
    with Server(tmp_path / "home") as server:
        yield server
