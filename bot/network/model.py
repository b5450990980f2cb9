"""The built-in reader's network: the bundled MiniLM, tuned, with four small heads.

For a batch of windows it says, for each sentence, whether it is evidence; for each token, whether the
short answer begins or ends there; for each window, whether it answers the question at all; and, when
a statement stands in the question's place, whether the window carries it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from bot.network.windows import Window

HIDDEN = 384
FORMAT = "footnote-reader-1"


@dataclass(frozen=True, slots=True)
class Batch:
    """B windows of L tokens and up to S sentences each, padded.

    `ids`, `types`, `mask`: (B, L). `membership`: (B, S, L), 1 where the token belongs to the sentence.
    """

    ids: Tensor
    types: Tensor
    mask: Tensor
    membership: Tensor


@dataclass(frozen=True, slots=True)
class Scores:
    """Logits: `sentence` (B, S), `start` and `end` (B, L), `relevant` (B,), `supported` (B,)."""

    sentence: Tensor
    start: Tensor
    end: Tensor
    relevant: Tensor
    supported: Tensor


def collate(windows: Sequence[Window], *, cls: int = 101, sep: int = 102, multiple: int = 32) -> Batch:
    """Pad windows into one batch; L is rounded up to a multiple of `multiple`, which keeps kernels few."""
    length = -(-max(len(w) for w in windows) // multiple) * multiple
    slots = max(len(w.pieces) for w in windows)
    ids = torch.zeros(len(windows), length, dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    membership = torch.zeros(len(windows), slots, length)
    for row, window in enumerate(windows):
        asked = len(window.question)
        ids[row, 0], ids[row, asked + 1] = cls, sep
        ids[row, 1 : asked + 1] = torch.from_numpy(window.question)
        for slot, (at, piece) in enumerate(zip(window.starts, window.pieces, strict=True)):
            ids[row, at : at + len(piece.ids)] = torch.from_numpy(piece.ids)
            membership[row, slot, at : at + len(piece.ids)] = 1.0
        ids[row, len(window) - 1] = sep
        types[row, asked + 2 : len(window)] = 1
        mask[row, : len(window)] = 1
    return Batch(ids, types, mask, membership)


class ReaderNetwork(nn.Module):
    """Encoder and heads; the encoder may run in bfloat16, the heads always work in float32."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.attend = nn.Linear(HIDDEN, 1)
        self.sentence = nn.Sequential(nn.Linear(4 * HIDDEN, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1))
        self.tokens = nn.Linear(HIDDEN, 2)
        self.window = nn.Sequential(nn.Linear(HIDDEN, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 2))

    def forward(self, batch: Batch) -> Scores:
        """Return the logits of every head for a batch."""
        states = self.encoder(
            input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.mask
        ).last_hidden_state.float()
        top = states[:, 0]
        start, end = self.tokens(states).unbind(-1)
        relevant, supported = self.window(top).unbind(-1)
        return Scores(self._sentences(states, top, batch.membership), start, end, relevant, supported)

    def _sentences(self, states: Tensor, top: Tensor, membership: Tensor) -> Tensor:
        """Pool each sentence by its mean and by attention, beside the window's `[CLS]`, and score it."""
        size = membership.sum(-1, keepdim=True).clamp(min=1.0)
        mean = membership @ states / size
        weight = self.attend(states).squeeze(-1).unsqueeze(1).masked_fill(membership == 0, -1e4).softmax(-1)
        attended = (weight * membership) @ states
        context = top.unsqueeze(1).expand_as(mean)
        scored: Tensor = self.sentence(torch.cat([mean, attended, context, mean * context], -1))
        return scored.squeeze(-1)


def new_network(base: Path, *, attention: str = "eager") -> ReaderNetwork:
    """Return a network over the untuned encoder in `base`, heads at random; the word vectors are frozen."""
    from transformers import BertModel

    encoder = BertModel.from_pretrained(
        base,
        local_files_only=True,
        dtype=torch.float32,
        attn_implementation=attention,
        add_pooling_layer=False,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    encoder.embeddings.word_embeddings.requires_grad_(False)
    return ReaderNetwork(encoder)


def tuned_state(network: ReaderNetwork) -> dict[str, Tensor]:
    """Return what training changed: everything but the base's word vectors, in 16 bits."""
    return {
        name: value.detach().to(torch.float16).contiguous()
        for name, value in network.state_dict().items()
        if "word_embeddings" not in name
    }


def save_network(network: ReaderNetwork, path: Path) -> None:
    """Write the tuned weights as safetensors."""
    from safetensors.torch import save_file

    save_file(tuned_state(network), path, metadata={"format": FORMAT})


def load_network(base: Path, weights: Path, *, dtype: torch.dtype = torch.float32) -> ReaderNetwork:
    """Return the tuned network, ready to read; ValueError if the file is not a reader's."""
    from safetensors import safe_open

    network = new_network(base, attention="sdpa")  # a fifth faster than eager, which trains faster
    with safe_open(weights, framework="pt") as file:
        if (file.metadata() or {}).get("format") != FORMAT:
            raise ValueError(
                f"{weights} does not hold a {FORMAT} reader; train one or restore the shipped file"
            )
        state: dict[str, Any] = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    missing, unexpected = network.load_state_dict(state, strict=False)
    if unexpected or any("word_embeddings" not in name for name in missing):
        raise ValueError(f"{weights} does not fit the network: missing {missing}, unexpected {unexpected}")
    network.encoder.to(dtype)
    return network.eval()
