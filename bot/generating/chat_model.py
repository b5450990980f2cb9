"""Opens a transformers chat model that lies on this machine, or says exactly how to get it there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


def load_model(model: str) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """Return a chat model and its tokenizer from a folder or the cache; ValueError names the remedy."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    place = Path(model).expanduser()
    if not place.is_dir() and (place.is_absolute() or model.startswith((".", "~")) or model.count("/") > 1):
        raise ValueError(
            f"there is no folder {model}; give one that holds config.json, tokenizer.json, *.safetensors"
        )
    where = str(place) if place.is_dir() else model
    device, dtype = best_device()
    try:
        tokenizer = AutoTokenizer.from_pretrained(where, local_files_only=True)
        network: Any = AutoModelForCausalLM.from_pretrained(
            where, local_files_only=True, use_safetensors=True, dtype=dtype
        )
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise ValueError(_remedy(model, place, error)) from error
    if not tokenizer.chat_template:
        raise ValueError(
            f"{model} has no chat template; choose a chat model (their names often say Instruct or Chat)"
        )
    return network.to(device).eval().requires_grad_(False), tokenizer


def best_device() -> tuple[str, torch.dtype]:
    """Return where a model runs and its number format: 16 bits wherever the processor multiplies them."""
    import torch

    from index.processor import preferred_dtype

    return ("cuda", torch.bfloat16) if torch.cuda.is_available() else ("cpu", preferred_dtype())


def _remedy(model: str, place: Path, error: Exception) -> str:
    said = " ".join(str(error).split())[:200]
    if place.is_dir():
        return (
            f"the folder {model} holds no chat model that can be opened; it needs config.json, "
            f"tokenizer.json and *.safetensors of a causal language model ({said})"
        )
    return (
        f"the model {model!r} is neither a folder nor in this machine's cache of models; fetch it once with "
        f"`hf download {model}`, or name a folder that holds it ({said})"
    )
