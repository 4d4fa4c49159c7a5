"""Models: pulled from a hub that drops connections and lies, inspected, quantised, and read by other people's software."""
import hashlib
import json
import os
import resource
import signal
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import gguf
import numpy as np
import pytest
from conftest import PROGRAM, ROOT, environment, kaiyuan
from safetensors.numpy import load_file, save_file

REFERENCE = ROOT.parent / "shared" / "reference"
TYPES = {"F16": "F16", "BF16": "BF16", "Q8_0": "Q8_0", "Q4_0": "Q4_0", "Q4_K_M": "Q4_K", "Q5_K_M": "Q5_K", "Q6_K": "Q6_K"}


def git_blob(body):
    return hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()


class Hub:
    """A hub in Hugging Face's manner on a free port of this machine; `mischief` answers in its place when it wants to."""

    def __init__(self, files, lists_sizes=True):
        self.files, self.lists_sizes, self.asked, self.mischief = files, lists_sizes, [], lambda handler, path, body: False
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self):
                self.answer()

            def do_GET(self):
                self.answer()

            def answer(self):
                hub.asked.append((self.command, self.path, self.headers.get("Range")))
                path = self.path.split("?")[0]
                if path == "/api/models/who/model/tree/main" and hub.lists_sizes:
                    return self.send(json.dumps(hub.tree()).encode())
                if path == "/api/models/who/model" and not hub.lists_sizes:
                    return self.send(json.dumps({"siblings": [{"rfilename": name} for name in hub.files]}).encode())
                name = path.removeprefix("/who/model/resolve/main/")
                if name in hub.files and name.endswith(".safetensors"):
                    # Large files lie elsewhere; what the hub knows of them stands in the redirect.
                    digest = hashlib.sha256(hub.files[name]).hexdigest()
                    return self.send(b"", 302, Location="/store/" + name, **{
                        "x-linked-etag": f'"{digest}"', "x-linked-size": str(len(hub.files[name]))})
                name = name.removeprefix("/store/")
                if name not in hub.files:
                    return self.send(b"Not found", 404)
                body = hub.files[name]
                if not hub.mischief(self, name, body):
                    self.send_file(body)

            def send_file(self, body):
                start, end = self.range(len(body))
                if self.headers.get("Range"):
                    self.send(body[start:end], 206, **{"Content-Range": f"bytes {start}-{end - 1}/{len(body)}"})
                else:
                    self.send(body, ETag=f'"{git_blob(body)}"')

            def range(self, size):
                asked = self.headers.get("Range")
                if not asked:
                    return 0, size
                start, _, end = asked.removeprefix("bytes=").partition("-")
                return int(start), min(int(end) + 1, size)

            def send(self, body, status=200, **headers):
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def log_message(self, *arguments):
                pass

            def handle(self):
                try:
                    super().handle()
                except OSError:
                    pass  # a client that was killed

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def tree(self):
        return [{"type": "file", "path": name, "size": len(body), "oid": git_blob(body),
                 **({"lfs": {"oid": hashlib.sha256(body).hexdigest(), "size": len(body)}} if len(body) > 10_000 else {})}
                for name, body in self.files.items()]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def files():
    weights = np.random.default_rng(1).bytes(70 << 20)
    return {"config.json": b'{"model_type":"llama"}', "tokenizer.json": b"{}", "README.md": b"no model's file",
            "model.safetensors": weights, "pytorch_model.bin": b"not wanted"}


def pull(hub, home, *arguments):
    return kaiyuan("pull", "who/model", *arguments, home=home, HF_ENDPOINT=hub.address)


def check(home, files):
    folder = home / "models" / "who" / "model"
    wanted = {name for name in files if name.endswith((".json", ".safetensors"))}
    assert {file.name for file in folder.iterdir()} == wanted
    for name in wanted:
        assert (folder / name).read_bytes() == files[name]


def test_a_model_is_pulled_listed_and_removed(files, tmp_path):
    with Hub(files) as hub:
        done = pull(hub, tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() == str(tmp_path / "models" / "who" / "model")
        check(tmp_path, files)
        assert len({asked for _, path, asked in hub.asked if path.startswith("/store/") and asked}) == 3
        hub.asked.clear()
        assert pull(hub, tmp_path).returncode == 0
        assert not [path for _, path, _ in hub.asked if path.startswith("/store/")], "it was there already"
    listed = json.loads(kaiyuan("models", "--json", home=tmp_path).stdout)
    assert [(row["name"], row["complete"]) for row in listed] == [("who/model", True)]
    assert kaiyuan("rm", "who/model", home=tmp_path).returncode == 0
    assert json.loads(kaiyuan("models", "--json", home=tmp_path).stdout) == []
    assert kaiyuan("rm", "who/model", home=tmp_path).returncode != 0


def test_a_hub_that_lists_neither_sizes_nor_digests(files, tmp_path):
    with Hub(files, lists_sizes=False) as hub:
        done = pull(hub, tmp_path)
        assert done.returncode == 0, done.stderr
        check(tmp_path, files)


def test_a_server_that_drops_connections(files, tmp_path):
    def drop(handler, name, body):
        """Promises what was asked for, sends at most 3 MB of it and hangs up; now and then nothing at all."""
        if name != "model.safetensors" or handler.command == "HEAD":
            return False
        start, end = handler.range(len(body))
        drop.count += 1
        if drop.count % 4:
            handler.send_response(206)
            handler.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(body)}")
            handler.send_header("Content-Length", str(end - start))
            handler.end_headers()
            handler.wfile.write(body[start:min(end, start + 3_000_000)])
            handler.wfile.flush()
        handler.close_connection = True
        handler.connection.shutdown(2)
        return True

    drop.count = 0
    with Hub(files) as hub:
        hub.mischief = drop
        done = pull(hub, tmp_path)
        assert done.returncode == 0, done.stderr
        check(tmp_path, files)
        assert drop.count > 20


@pytest.mark.parametrize("lie", ["short", "long", "other range", "whole"])
def test_a_server_that_lies_about_lengths(files, tmp_path, lie):
    def mischief(handler, name, body):
        if name != "model.safetensors" or handler.command == "HEAD":
            return False
        start, end = handler.range(len(body))
        mischief.count += 1
        if lie == "whole":  # the range is not heeded
            handler.send(body)
        elif lie == "short" and mischief.count <= 5:  # a complete answer of half the bytes
            handler.send(body[start:(start + end) // 2], 206, **{"Content-Range": f"bytes {start}-{end - 1}/{len(body)}"})
        elif lie == "long":  # more than was asked for
            handler.send(body[start:end] + b"more" * 1000, 206, **{"Content-Range": f"bytes {start}-{end - 1}/{len(body)}"})
        elif lie == "other range":
            handler.send(body[:end - start], 206, **{"Content-Range": f"bytes 0-{end - start - 1}/{len(body)}"})
        else:
            return False
        return True

    mischief.count = 0
    with Hub(files) as hub:
        hub.mischief = mischief
        done = pull(hub, tmp_path)
        if lie == "other range":
            assert done.returncode != 0 and "Content-Range" not in done.stderr
            assert "was asked for" in done.stderr
            assert not (tmp_path / "models/who/model/model.safetensors").exists()
        else:
            assert done.returncode == 0, done.stderr
            check(tmp_path, files)


def test_contents_that_are_not_what_was_promised(files, tmp_path):
    def wrong(handler, name, body):
        if name != "model.safetensors" or handler.command == "HEAD" or wrong.rest == 0:
            return False
        wrong.rest -= 1
        handler.send_file(b"\0" * len(body))
        return True

    with Hub(files) as hub:
        hub.mischief, wrong.rest = wrong, 1  # one part is wrong: fetched a second time
        assert pull(hub, tmp_path).returncode == 0
        check(tmp_path, files)
        assert kaiyuan("rm", "who/model", home=tmp_path).returncode == 0
        wrong.rest = 1_000
        done = pull(hub, tmp_path)
        assert done.returncode != 0 and "other contents" in done.stderr
        assert not list((tmp_path / "models/who/model").glob("model.safetensors*"))


def test_a_pull_that_is_killed_goes_on(files, tmp_path):
    def slow(handler, name, body):
        if name != "model.safetensors" or handler.command == "HEAD":
            return False
        start, end = handler.range(len(body))
        handler.send_response(206)
        handler.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(body)}")
        handler.send_header("Content-Length", str(end - start))
        handler.end_headers()
        for place in range(start, end, 1 << 20):
            handler.wfile.write(body[place:min(end, place + (1 << 20))])
            slow.sent += 1
            time.sleep(0.02)
        return True

    slow.sent = 0
    with Hub(files) as hub:
        hub.mischief = slow
        for number in (signal.SIGKILL, signal.SIGINT):
            process = subprocess.Popen([str(PROGRAM), "pull", "who/model"], stderr=subprocess.DEVNULL,
                                       env=dict(environment(tmp_path), HF_ENDPOINT=hub.address))
            target = slow.sent + 25
            while slow.sent < target:
                time.sleep(0.01)
            process.send_signal(number)
            process.wait(20)
            listed = json.loads(kaiyuan("models", "--json", home=tmp_path).stdout)
            assert not listed[0]["complete"]
        hub.mischief = lambda *_: False
        hub.asked.clear()
        done = pull(hub, tmp_path)
        assert done.returncode == 0, done.stderr
        check(tmp_path, files)
        starts = sorted(int(asked.removeprefix("bytes=").split("-")[0]) for _, path, asked in hub.asked
                        if path.startswith("/store/") and asked)
        assert starts[0] > 0, "what had arrived was not asked for again"


def test_names_and_hubs_that_are_none(files, tmp_path):
    with Hub(files) as hub:
        for name in ("../x", "a/b/c", "who/model@../../x"):
            assert kaiyuan("pull", name, home=tmp_path, HF_ENDPOINT=hub.address).returncode == 64
        done = kaiyuan("pull", "who/other", home=tmp_path, HF_ENDPOINT=hub.address)
        assert done.returncode == 1 and "has no model who/other" in done.stderr
    done = kaiyuan("pull", "who/model", home=tmp_path, HF_ENDPOINT="file:///etc")
    assert done.returncode == 1 and "HF_ENDPOINT" in done.stderr


def test_a_disk_without_room(tmp_path):
    huge = {"config.json": b"{}", "model.safetensors": b"x" * 20_000}
    with Hub(huge) as hub:
        listed = hub.tree()
        listed[1]["size"] = listed[1]["lfs"]["size"] = 1 << 55
        hub.tree = lambda: listed
        done = pull(hub, tmp_path)
        assert done.returncode == 1 and "has room for" in done.stderr, done.stderr


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A small model in GGUF, by the official package."""
    path = tmp_path_factory.mktemp("gguf") / "model.gguf"
    random = np.random.default_rng(2)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(2)
    writer.add_name("小模型")
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_embedding_length(256)
    writer.add_context_length(1024)
    writer.add_token_list([b"a", b"\xe5\xbc", "元"])
    writer.add_chat_template("{{ messages }}")
    for name, shape in {"token_embd.weight": (64, 256), "output.weight": (64, 256), "output_norm.weight": (256,),
                        "blk.0.attn_v.weight": (128, 256), "blk.0.ffn_gate.weight": (512, 256),
                        "blk.0.ffn_down.weight": (256, 512), "blk.1.attn_k.weight": (128, 256)}.items():
        writer.add_tensor(name, random.normal(size=shape).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


@pytest.mark.parametrize("kind", TYPES)
def test_the_official_package_reads_what_is_quantised(model, tmp_path, kind):
    target = tmp_path / "out.gguf"
    done = kaiyuan("quantize", model, target, kind, "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    before, after = gguf.GGUFReader(model), gguf.GGUFReader(target)
    assert after.fields["general.file_type"].contents() == {
        "F16": 1, "BF16": 32, "Q8_0": 7, "Q4_0": 2, "Q4_K_M": 15, "Q5_K_M": 17, "Q6_K": 18}[kind]
    for key in before.fields:
        if not key.startswith("GGUF."):
            assert [bytes(part) for part in before.fields[key].parts] == [bytes(part) for part in after.fields[key].parts]
    tolerance = {"F16": 1e-3, "BF16": 4e-3, "Q8_0": 6e-3, "Q4_0": 0.09, "Q4_K_M": 0.08, "Q5_K_M": 0.04, "Q6_K": 0.02}[kind]
    for old, new in zip(before.tensors, after.tensors, strict=True):
        assert (old.name, list(old.shape)) == (new.name, list(new.shape))
        if old.name == "blk.1.attn_k.weight":
            assert new.tensor_type.name == TYPES[kind]
        x = gguf.quants.dequantize(old.data, old.tensor_type).reshape(-1)
        y = gguf.quants.dequantize(new.data, new.tensor_type).reshape(-1)
        assert np.sqrt(np.mean((x - y) ** 2) / np.mean(x ** 2)) < tolerance, old.name


@pytest.mark.skipif(not REFERENCE.exists(), reason="needs ../shared/reference")
@pytest.mark.parametrize("name", ["llama", "llama3", "llama_yarn", "llama_bias", "mistral", "qwen2", "qwen3", "qwen3_moe",
                                  "hunyuan_v1_dense", "hunyuan_v1_moe", "gemma3_text", "phi3", "phi3_longrope"])
def test_a_folder_computes_the_same_as_gguf(tmp_path, name):
    tokens = "1,5,9,33,77,100,200,17,44,3,8,250,61,62,90,91,128,129,130,7"
    assert kaiyuan("quantize", REFERENCE / name, tmp_path / "f16.gguf", "F16", home=tmp_path).returncode == 0
    logits = []
    for model in (REFERENCE / name, tmp_path / "f16.gguf"):
        done = kaiyuan("logits", model, "--tokens", tokens, "--output", tmp_path / "logits", home=tmp_path)
        assert done.returncode == 0, done.stderr
        logits.append(load_file(tmp_path / "logits")["logits"])
    # Of the typical token: rounding to F16 may send one to another expert.
    differences = np.abs(logits[0] - logits[1]).max(axis=1) / np.abs(logits[0]).max()
    assert np.median(differences) < 4e-3


def test_inspecting_both_forms(model, tmp_path):
    report = json.loads(kaiyuan("inspect", model, "--json", "--context", "1000", home=tmp_path).stdout)
    tensors = gguf.GGUFReader(model).tensors
    assert report["name"] == "小模型" and report["architecture"] == "llama"
    assert report["parameters"] == sum(int(tensor.n_elements) for tensor in tensors)
    assert [tensor["name"] for tensor in report["tensors"]] == [tensor.name for tensor in tensors]
    assert report["chatTemplate"] == "{{ messages }}"
    # Keys and values, 2 layers, 2 heads of 64 numbers, 2 bytes each.
    assert report["memory"]["cacheBytes"] == 2 * 2 * 2 * 64 * 2 * 1000
    path = tmp_path / "x.safetensors"
    save_file({"a": np.zeros((2, 3), np.float16), "b": np.arange(4)}, path)
    report = json.loads(kaiyuan("inspect", path, "--json", home=tmp_path).stdout)
    assert {tensor["name"]: (tensor["type"], tensor["shape"]) for tensor in report["tensors"]} == {
        name: ({"float16": "F16", "int64": "I64"}[str(value.dtype)], list(value.shape))
        for name, value in load_file(path).items()}
    assert "小模型" in kaiyuan("inspect", model, home=tmp_path).stdout
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(model.read_bytes()[:5000])
    done = kaiyuan("inspect", broken, home=tmp_path)
    assert done.returncode == 1 and "broken.gguf" in done.stderr and "byte" in done.stderr


def test_a_quantisation_without_room_or_time_leaves_nothing(model, tmp_path):
    def limited():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    target = tmp_path / "out.gguf"
    target.write_bytes(b"the old one")
    done = subprocess.run([str(PROGRAM), "quantize", model, target, "Q8_0"], capture_output=True, text=True,
                          env=environment(tmp_path), preexec_fn=limited, check=False)
    assert done.returncode == 1 and "out.gguf" in done.stderr
    assert target.read_bytes() == b"the old one"
    assert os.listdir(tmp_path) == ["out.gguf"]


def test_a_quantisation_that_is_stopped_leaves_nothing(tmp_path):
    source, target = tmp_path / "large.gguf", tmp_path / "out.gguf"
    writer = gguf.GGUFWriter(source, "llama")
    writer.add_block_count(1)
    writer.add_tensor("blk.0.attn_q.weight", np.random.default_rng(3).normal(size=(8192, 4096)).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    process = subprocess.Popen([str(PROGRAM), "quantize", source, target, "Q4_K_M"], stderr=subprocess.PIPE, text=True,
                               env=environment(tmp_path))
    while not (tmp_path / "out.gguf.partial").exists():
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert "nothing was written" in process.stderr.read()
    assert os.listdir(tmp_path) == ["large.gguf"]
