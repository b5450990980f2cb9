"""From hits to proven answers: readers, the proof, the conversation. Knows no page."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.answer import Answer as Answer
    from bot.answer import Turn as Turn
    from bot.chatbot import Chatbot as Chatbot
    from bot.citation import Citation as Citation

# Name → module. Loaded on first use, so that the command line can answer `--help` at once.
_HOME = {
    "Answer": "bot.answer",
    "Chatbot": "bot.chatbot",
    "Citation": "bot.citation",
    "Turn": "bot.answer",
}
__all__ = ["Answer", "Chatbot", "Citation", "Turn"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'bot' has no attribute {name!r}")
