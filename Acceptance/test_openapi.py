"""schemathesis reads /openapi.json and finds nothing that is not as it says."""
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("seed", [7, 1905, 20261125])
def test_openapi_is_true(guide_server, tmp_path, seed):
    # Deleting changes what later cases meet, and an address is a request to somebody else; all the rest is tried.
    done = subprocess.run(
        [str(Path(sys.executable).parent / "schemathesis"), "run", guide_server.address + "/openapi.json",
         "--exclude-operation-id", "removeDocument", "--exclude-operation-id", "removeSource",
         "--exclude-operation-id", "addSource", "--max-examples", "25", "--seed", str(seed), "--workers", "1",
         "--request-timeout", "20", "--suppress-health-check", "all"],
        capture_output=True, text=True, timeout=900, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
