"""Nothing calls home: what the libraries must be told before they are imported."""

from __future__ import annotations

import os

SAID = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",  # else it reports the layers of MiniLM that we leave out
}


def be_quiet() -> None:
    """Turn telemetry and downloads off, except where the environment already says otherwise."""
    for name, value in SAID.items():
        os.environ.setdefault(name, value)
