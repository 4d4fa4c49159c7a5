"""PyPI's mcp client against both transports, in the protocol's newest revision and in the one with a handshake."""
import asyncio
import json
import subprocess

import pytest
from conftest import PROGRAM, Server, environment, kaiyuan
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from httpx2 import AsyncClient

BRIDGE = """# The old bridge

The old bridge was built in 1905 by Ada Stone. It is made of granite and has four arches.

The toll house beside it sells maps. 桥头有一座茶亭，建于一九三六年。
"""
QUESTION = "When was the old bridge built?"
SECRET = "correct horse battery staple"


@pytest.fixture
def home(tmp_path):
    (tmp_path / "bridge.md").write_text(BRIDGE)
    kaiyuan("add", tmp_path / "bridge.md", home=tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture(params=["stdio", "http"])
def target(request, home):
    """What a client is told of the server."""
    if request.param == "stdio":
        yield StdioServerParameters(command=str(PROGRAM), args=["mcp", "--allow-add"], env=environment(home))
        return
    with Server(home) as server:
        yield server.address + "/mcp"


def run(target, work, mode):
    async def connect():
        async with Client(target, mode=mode, read_timeout_seconds=30) as client:
            return await work(client)
    return asyncio.run(connect())


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_search_read_ask_and_add(target, mode):
    async def work(client):
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"search", "read", "ask", "add"}
        assert tools["ask"].annotations.read_only_hint and not tools["add"].annotations.read_only_hint

        found = await client.call_tool("search", {"query": "granite arches"})
        assert not found.is_error
        passage = found.structured_content["passages"][0]
        assert "four arches" in passage["text"]

        told = []
        async def tell(progress, total, message):
            told.append((progress, message))
        asked = await client.call_tool("ask", {"question": QUESTION}, progress_callback=tell)
        assert asked.structured_content["status"] == "answered"
        assert "1905" in asked.structured_content["answer"]
        assert [step for step, _ in told] == sorted({step for step, _ in told}) and told
        # Every mark opens the very words.
        assert asked.structured_content["marks"]
        for mark in asked.structured_content["marks"]:
            read = await client.call_tool("read", {key: mark[key] for key in ("document_id", "start", "end")})
            assert read.structured_content["text"] == mark["quote"]

        whole = await client.call_tool("read", {"document_id": passage["document_id"], "start": 0})
        assert "建于一九三六年" in whole.structured_content["text"] and not whole.structured_content["has_more"]

        added = await client.call_tool("add", {"name": "ferry.txt", "text": "The ferry to Skerra leaves at 07:35 from pier four."})
        assert added.structured_content["status"] == "added"
        again = await client.call_tool("add", {"name": "ferry.txt", "text": "The ferry to Skerra leaves at 07:35 from pier four."})
        assert again.structured_content == {"document_id": added.structured_content["document_id"], "status": "unchanged"}
        ferry = await client.call_tool("ask", {"question": "When does the ferry to Skerra leave?"})
        assert "07:35" in ferry.structured_content["answer"]
    run(target, work, mode)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_what_a_tool_refuses_it_says_in_one_sentence(target, mode):
    async def work(client):
        for name, arguments, words in [
                ("search", {"query": " "}, "The query is empty."),
                ("search", {"query": "type:nonsense bridge"}, "There is no type"),
                ("read", {"document_id": 999}, "999"),
                ("read", {}, "The argument document_id is missing."),
                ("ask", {"question": ["no", "text"]}, "The argument question has a value of the wrong type."),
                ("add", {"name": "empty.txt", "text": ""}, "A text has 1 to")]:
            refused = await client.call_tool(name, arguments)
            assert refused.is_error, name
            assert words in refused.content[0].text and refused.content[0].text.endswith("."), refused.content
        with pytest.raises(MCPError):
            await client.call_tool("burn", {})
    run(target, work, mode)


def test_the_newest_revision_is_agreed_on(target):
    async def work(client):
        assert client.protocol_version == "2026-07-28"
        assert client.server_info.name == "kaiyuan"
    run(target, work, "auto")


def test_standard_output_holds_messages_only_and_add_is_off_unless_allowed(home):
    lines = ['{"jsonrpc":"2.0","id":1,"method":"tools/list"}', "nonsense", '{"jsonrpc":"2.0","method":"notifications/initialized"}',
             '{"jsonrpc":"2.0","id":"two","method":"ping"}']
    done = subprocess.run([str(PROGRAM), "mcp"], input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=60,
                          env=environment(home))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0 and done.stderr == ""
    assert {json.dumps(answer["id"]) for answer in answers} == {"1", "null", '"two"'}
    listed = next(answer for answer in answers if answer["id"] == 1)
    assert {tool["name"] for tool in listed["result"]["tools"]} == {"search", "read", "ask"}


def test_over_http_the_rules_of_the_other_routes_hold(home):
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}

    async def work(server):
        async with AsyncClient() as stranger:
            async def post(**options):
                return await stranger.post(server.address + "/mcp", **{"json": message, **options})
            assert (await post()).status_code == 401
            known = {"authorization": f"Bearer {SECRET}"}
            assert (await post(headers=known)).status_code == 200
            assert (await post(headers={**known, "origin": "https://evil.example"})).status_code == 403
            assert (await post(headers={**known, "content-type": "text/plain"})).status_code == 415
            assert (await post(headers=known, json={**message, "params": {"filler": "x" * (3 << 20)}})).status_code == 413
            assert (await stranger.get(server.address + "/mcp", headers=known)).status_code == 405
            mismatch = {**message, "params": {"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
                                                        "io.modelcontextprotocol/clientCapabilities": {}}}}
            refused = await post(headers={**known, "mcp-protocol-version": "2026-07-28", "mcp-method": "ping"}, json=mismatch)
            assert (refused.status_code, refused.json()["error"]["code"]) == (400, -32020)
        async with AsyncClient(headers=known) as friend, Client(streamable_http_client(server.address + "/mcp", http_client=friend)) as client:
            assert len((await client.list_tools()).tools) == 4
    with Server(home, KAIYUAN_SECRET=SECRET) as server:
        asyncio.run(work(server))
