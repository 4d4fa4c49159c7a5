"""Text becomes the ids that PyPI's tokenizers and tiktoken make of it: random text in every script, over real vocabularies."""
import base64
import json
import lzma
import random
import subprocess
import unicodedata

import pytest
from conftest import PROGRAM, ROOT

tokenizers = pytest.importorskip("tokenizers")
tiktoken = pytest.importorskip("tiktoken")

FOLDER = ROOT.parent / "shared" / "data" / "tokenizers"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="needs ../shared/data/tokenizers")
FILES = ["bert-bge", "deepseek-coder", "gpt-2", "hunyuan-a13b", "llama-spm", "minimind"]
LOOKALIKES = ["<|endoftext|>", "<|im_start|>", "[CLS]", "[UNK]", "<s>", "</s>", "<0x0A>", "▁", "Ġ", "<|im_", "|>", "##ing", "'s", "'LL"]
SAMPLES = ["hello", " world", "你好", "世界。", "Привет", "مرحبا", "नमस्ते", "こんにちは", "안녕", "👩‍👩‍👧", "e\u0301", "\u0344", "ﬁ", "１２３", "½",
           "\r\n", "  ", "\t", "\u3000", "\u00a0", "\u200b", "2024", "3.14", "don't", "I'LL", "ſ", "K", "\0", "\u0085", "\u2028"]


def scalars():
    """Every scalar that Unicode 14 knows or that is still unassigned in Unicode 17, with chances by block."""
    blocks = [(0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x900, 0xDFF), (0xE00, 0xFFF),
              (0x1000, 0x137F), (0x1780, 0x18AF), (0x1E00, 0x1FFF), (0x2000, 0x2BFF), (0x3000, 0x33FF), (0x4E00, 0x9FFF),
              (0xAC00, 0xD7A3), (0xE000, 0xE0FF), (0xF900, 0xFFFD), (0x10000, 0x105FF), (0x1D400, 0x1D7FF), (0x1F300, 0x1FAFF),
              (0x20000, 0x2A6DF), (0x50000, 0x500FF), (0x100000, 0x1000FF)]
    return [[chr(c) for c in range(first, last + 1)
             if unicodedata.category(chr(c)) != "Cn" or c >= 0x50000] for first, last in blocks]


def texts(seed, count, added=()):
    chance = random.Random(seed)
    blocks, pieces = scalars(), LOOKALIKES + SAMPLES + list(added)
    made = []
    for _ in range(count):
        parts = []
        for _ in range(chance.randint(1, 12)):
            if chance.random() < 0.4:
                parts.append(chance.choice(pieces))
            else:
                block = chance.choice(blocks)
                parts.append("".join(chance.choice(block) for _ in range(chance.randint(1, 6))))
        made.append("".join(parts))
    return made


def unpacked(path, folder):
    if path.suffix != ".xz":
        return path
    plain = folder / path.stem
    plain.write_bytes(lzma.open(path).read())
    return plain


def encoded(model, lines, folder, *flags):
    file = folder / "lines.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    result = subprocess.run([PROGRAM, "tokenize", model, "--jsonl", file, *flags], capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("family", FILES)
def test_random_text_encodes_as_tokenizers_does(family, tmp_path):
    path = next(p for p in (FOLDER / family).iterdir() if p.name.startswith("tokenizer.json"))
    model = unpacked(path, tmp_path)
    peer = tokenizers.Tokenizer.from_file(str(model))
    added = [token.content for token in peer.get_added_tokens_decoder().values()][:20]
    lines = texts(23, 2_000, added)
    for special in (False, True):
        peer.encode_special_tokens = not special
        expected = [peer.encode(line, add_special_tokens=False).ids for line in lines]
        got = encoded(model, lines, tmp_path, *(["--special"] if special else []))
        wrong = [(line, e, g) for line, e, g in zip(lines, expected, got, strict=True) if e != g]
        assert not wrong, f"{len(wrong)} of {len(lines)}: {ascii(wrong[0])}"


@pytest.mark.parametrize("pattern,behavior", [
    (r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", "isolated"),
    (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}|"
     r" ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+", "isolated"),
    (r"\s?\p{P}+", "merged_with_previous"), (r"[一-龥ぁ-ゟ]+", "merged_with_next"), (r"\w+|[^\w\s]+", "removed"),
    (r"\p{Han}+|\p{Hiragana}", "contiguous"), (r"\s+$|[\p{S}\p{M}]", "isolated"),
])
def test_split_patterns_cut_as_oniguruma_does(pattern, behavior, tmp_path):
    peer = tokenizers.Tokenizer(tokenizers.models.BPE(
        vocab={c: i for i, c in enumerate(sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet()))}, merges=[]))
    # Each piece begins with a space that is put there, so that ids show where the cuts are.
    peer.pre_tokenizer = tokenizers.pre_tokenizers.Sequence([
        tokenizers.pre_tokenizers.Split(tokenizers.Regex(pattern), behavior),
        tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=True, use_regex=False)])
    model = tmp_path / "tokenizer.json"
    peer.save(str(model))
    lines = texts(29, 2_000)
    got = encoded(model, lines, tmp_path)
    wrong = [(line, peer.encode(line).ids, ids) for line, ids in zip(lines, got, strict=True) if peer.encode(line).ids != ids]
    assert not wrong, f"{len(wrong)}: {ascii(wrong[0])}"


def test_tiktoken_files_encode_as_tiktoken_does(tmp_path):
    model = unpacked(FOLDER / "hunyuan-a13b" / "hy.tiktoken.xz", tmp_path)
    ranks = {}
    for line in model.read_bytes().splitlines():
        ranks.setdefault(base64.b64decode(line.split()[0]), len(ranks))
    pattern = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|"
               r"\s+(?!\S)|\s+")
    peer = tiktoken.Encoding("hunyuan", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    lines = [unicodedata.normalize("NFC", line) for line in texts(31, 3_000)]
    for line, ids in zip(lines, encoded(model, lines, tmp_path), strict=True):
        assert ids == peer.encode_ordinary(line), ascii(line)


def test_ids_become_the_text_again(tmp_path):
    model = unpacked(FOLDER / "gpt-2" / "tokenizer.json.xz", tmp_path)
    lines = texts(37, 1_000)
    file = tmp_path / "ids.jsonl"
    file.write_text("".join(json.dumps(ids) + "\n" for ids in encoded(model, lines, tmp_path)))
    result = subprocess.run([PROGRAM, "detokenize", model, "--jsonl", file], capture_output=True, text=True, timeout=120)
    assert [json.loads(line) for line in result.stdout.split("\n")[:-1]] == lines
