"""What axe finds wrong with the page's states: nothing."""
import json

import pytest
from axe_core_python.sync_playwright import Axe
from browser import Look, states


@pytest.mark.parametrize("look", [Look("en"), Look("zh", phone=True)], ids=str)
def test_axe_finds_nothing(visit, shelf, empty_server, secret_server, look):
    found = {}
    for name, page in states(visit, shelf, empty_server, secret_server, look):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for violation in Axe().run(page)["violations"]:
                found[f"{name}, {scheme}: {violation['help']}"] = [node["html"][:200] for node in violation["nodes"]]
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)
