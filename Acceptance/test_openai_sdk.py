"""OpenAI's own client, unchanged, against the server: version 3 in this process, version 2 in one of its own."""
import subprocess
import sys
from pathlib import Path

import openai
import pytest
from conftest import Server

QUESTIONS = ["How do I add a folder?", "怎样添加一个文件夹？"]


@pytest.fixture
def client(guide_server):
    return openai.OpenAI(base_url=guide_server.address + "/v1", api_key="none", max_retries=0)


def check_marks(content, annotations):
    assert annotations, content
    for annotation in annotations:
        citation = annotation.url_citation
        mark = content[citation.start_index:citation.end_index]
        assert mark[0] == "[" and mark[-1] == "]" and mark[1:-1].isdigit(), mark
        assert citation.title and "/d/" in citation.url


@pytest.mark.parametrize("question", QUESTIONS)
def test_chat_cites(client, question):
    reply = client.chat.completions.create(model="kaiyuan", messages=[{"role": "user", "content": question}])
    message = reply.choices[0].message
    check_marks(message.content, message.annotations)
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens > 0
    assert reply._request_id


@pytest.mark.parametrize("question", QUESTIONS)
def test_stream_is_the_same_text(client, question):
    messages = [{"role": "user", "content": question}]
    whole = client.chat.completions.create(model="kaiyuan", messages=messages).choices[0].message
    text, annotations, usage, finished = "", [], None, None
    stream = client.chat.completions.create(model="kaiyuan", messages=messages, stream=True,
                                            stream_options={"include_usage": True})
    for chunk in stream:
        if chunk.usage:
            usage = chunk.usage
        for choice in chunk.choices:
            text += choice.delta.content or ""
            annotations += getattr(choice.delta, "annotations", None) or []
            finished = choice.finish_reason or finished
    assert text == whole.content
    assert finished == "stop"
    assert len(annotations) == len(whole.annotations)
    assert usage.completion_tokens > 0


def test_stream_helper(client):
    with client.chat.completions.stream(model="kaiyuan", messages=[{"role": "user", "content": QUESTIONS[0]}]) as stream:
        final = stream.get_final_completion()
    assert final.choices[0].message.content


def test_small_talk_needs_no_marks(client):
    reply = client.chat.completions.create(model="kaiyuan", messages=[{"role": "user", "content": "12*(3+4)"}])
    assert "84" in reply.choices[0].message.content
    assert not reply.choices[0].message.annotations


def test_models(client):
    assert [model.id for model in client.models.list()] == ["kaiyuan"]
    assert client.models.retrieve("kaiyuan").owned_by == "kaiyuan"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("org/name")


def test_errors_keep_message_type_and_code(client):
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="gpt-9", messages=[{"role": "user", "content": "x"}])
    assert caught.value.code == "model_not_found" and caught.value.param == "model"
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="kaiyuan", messages=[])
    assert caught.value.type == "invalid_request_error"


def test_what_cannot_be_met_is_refused_by_name(client):
    messages = [{"role": "user", "content": QUESTIONS[0]}]
    for field in ({"response_format": {"type": "json_object"}}, {"tool_choice": "required"}, {"logprobs": True}, {"n": 2}):
        with pytest.raises(openai.BadRequestError) as caught:
            client.chat.completions.create(model="kaiyuan", messages=messages, **field)
        assert caught.value.code == "unsupported_parameter" and caught.value.param == next(iter(field))


def test_an_answer_ends_where_it_is_wanted(client):
    messages = [{"role": "user", "content": QUESTIONS[0]}]
    choice = client.chat.completions.create(model="kaiyuan", messages=messages, max_tokens=5).choices[0]
    assert choice.finish_reason == "length" and choice.message.content
    stream = client.chat.completions.create(model="kaiyuan", messages=messages, max_tokens=5, stream=True)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in stream) == choice.message.content


def test_the_nearest_passages_when_there_is_no_answer(client):
    messages = [{"role": "user", "content": "Who won the chess championship of 1927 in Buenos Aires?"}]
    reply = client.chat.completions.create(model="kaiyuan", messages=messages)
    assert reply.search_results and all(result["title"] and "/d/" in result["url"] for result in reply.search_results)
    chunks = list(client.chat.completions.create(model="kaiyuan", messages=messages, stream=True))
    assert chunks[-1].search_results == reply.search_results


def test_a_wrong_key_is_an_authentication_error(tmp_path):
    with Server(tmp_path / "home", KAIYUAN_SECRET="a long enough secret") as server:
        with pytest.raises(openai.AuthenticationError) as caught:
            openai.OpenAI(base_url=server.address + "/v1", api_key="wrong", max_retries=0).models.list()
        assert caught.value.code == "invalid_api_key" and caught.value.type == "invalid_request_error"
        right = openai.OpenAI(base_url=server.address + "/v1", api_key="a long enough secret", max_retries=0)
        assert [model.id for model in right.models.list()] == ["kaiyuan"]


def test_version_2(guide_server, tmp_path_factory):
    place = Path(__file__).parents[1] / ".venv" / "openai-2"
    if not (place / "openai").exists():
        subprocess.run([sys.executable, "-m", "pip", "-q", "install", "--target", place, "openai>=2,<3"], check=True)
    script = f"""
import openai
assert openai.__version__.startswith("2."), openai.__version__
client = openai.OpenAI(base_url="{guide_server.address}/v1", api_key="none", max_retries=0)
messages = [{{"role": "user", "content": "How do I add a folder?"}}]
whole = client.chat.completions.create(model="kaiyuan", messages=messages).choices[0].message
text = "".join(c.choices[0].delta.content or "" for c in client.chat.completions.create(
    model="kaiyuan", messages=messages, stream=True) if c.choices)
assert text == whole.content and whole.annotations
assert [m.id for m in client.models.list()] == ["kaiyuan"]
"""
    subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(place)!r})\n{script}"], check=True)
