"""A reader that runs a transformers chat model in this process."""

from __future__ import annotations

import copy
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.generating.chat_model import load_model
from bot.generating.generated import read_by
from bot.generating.patience import Patience, pieces
from bot.prompting import make_prompt
from bot.reader import Draft, ReaderError, Reading

if TYPE_CHECKING:
    import torch
    from transformers import (
        BatchEncoding,
        GenerationConfig,
        PreTrainedModel,
        PreTrainedTokenizerBase,
        TextIteratorStreamer,
    )

    from bot.settings import Settings

WHOLE = 120.0  # seconds: two minutes, because a processor reads a few thousand tokens no faster
SLACK = 16  # tokens that another marker may cost
log = logging.getLogger(__name__)


class Stopped(Exception):  # noqa: N818  # no error: somebody pressed Stop
    """The model was told to stop."""


class LocalReader:
    """One chat model, asked one question at a time; `folder` is what its name is made of."""

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: PreTrainedTokenizerBase,
        *,
        name: str,
        seconds: float = WHOLE,
        tokens: int = 400,
    ) -> None:
        self.model, self.tokenizer, self.name = model, tokenizer, name
        self.tokens, self.seconds = tokens, seconds
        self._turn, self._halt = threading.Lock(), threading.Event()
        for module in model.modules():  # so that a stop is seen within a layer, while the prompt is read too
            module.register_forward_pre_hook(self._look)

    @classmethod
    def load(cls, model: str, settings: Settings | None = None) -> LocalReader:
        """Return the reader of a chat model in a folder or this machine's cache; ValueError names the remedy.

        Nothing is downloaded.
        """
        if not model:
            raise ValueError(
                "the reader 'local' needs a model: set FOOTNOTE_MODEL to a folder, or to a name on the hub"
            )
        network, tokenizer = load_model(model)
        name = f"local:{Path(model).name}"
        if settings is None:
            return cls(network, tokenizer, name=name)
        seconds = settings.answer_seconds or WHOLE
        return cls(network, tokenizer, name=name, seconds=seconds, tokens=settings.answer_tokens)

    def read(self, reading: Reading) -> Draft:
        """Return what the model writes as a draft; ReaderError."""
        return read_by(self, reading)

    def fit(self, reading: Reading) -> Reading:
        """Return the reading with as many of its first passages as the model's window holds; ReaderError."""
        window = getattr(self.model.config.get_text_config(), "max_position_embeddings", None)
        for count in range(len(reading.hits), 0, -1):
            fitted = replace(reading, hits=tuple(reading.hits[:count]))
            if window is None or self._encode(fitted)["input_ids"].shape[1] + self.tokens + SLACK <= window:
                return fitted
        raise ReaderError(f"The question and a passage do not fit into the language model's {window} tokens.")

    def stream(self, reading: Reading, stop: threading.Event) -> Iterator[str]:
        """Yield what the model writes, piece by piece, and end soon after `stop` is set; ReaderError."""
        from transformers import TextIteratorStreamer

        streamer = TextIteratorStreamer(self.tokenizer, skip_prompt=True, skip_special_tokens=True)
        halt = threading.Event()
        inputs = self._encode(reading)
        worker = threading.Thread(target=self._write, args=(inputs, streamer, halt), daemon=True)
        worker.start()
        always = Patience(self.seconds, self.seconds, self.seconds, self.seconds)
        try:
            yield from pieces(streamer.text_queue, always, stop)
        finally:
            halt.set()
            worker.join(timeout=1)

    def _write(self, inputs: BatchEncoding, streamer: TextIteratorStreamer, halt: threading.Event) -> None:
        """Generate into the streamer's queue; in a thread of its own."""
        from transformers import StoppingCriteriaList

        def halted(ids: torch.Tensor, _scores: torch.Tensor, **_: Any) -> torch.Tensor:
            return ids.new_full((ids.shape[0],), halt.is_set()).bool()

        with self._turn:
            self._halt = halt
            try:
                self.model.generate(  # type: ignore[operator]
                    **inputs.to(self.model.device),
                    generation_config=self._settings(),
                    streamer=streamer,
                    stopping_criteria=StoppingCriteriaList([halted]),
                )
            except Stopped:
                pass
            except Exception:  # whatever it was, the thread that waits must hear of it
                log.exception("%s could not write", self.name)
                streamer.text_queue.put(ReaderError("The language model failed; the log has the details."))
            finally:
                streamer.text_queue.put(None)

    def _settings(self) -> GenerationConfig:
        """Return the model's own settings (its end tokens among them), without chance, and with limits."""
        config = copy.deepcopy(self.model.generation_config)
        config.update(do_sample=False, num_beams=1, temperature=None, top_p=None, top_k=None, min_p=None)
        config.update(max_length=None, max_new_tokens=self.tokens, max_time=self.seconds)
        if config.pad_token_id is None:
            config.pad_token_id = self.tokenizer.pad_token_id or self.tokenizer.eos_token_id
        return config

    def _look(self, _module: object, _inputs: object) -> None:
        if self._halt.is_set():
            raise Stopped

    def _encode(self, reading: Reading) -> BatchEncoding:
        """Return the prompt as tokens; control tokens can come from the model's own template only."""
        from jinja2 import TemplateError

        prompt = make_prompt(reading)
        try:
            return self._apply(prompt.messages)
        except TemplateError:  # the template knows no system message
            return self._apply(prompt.merged)

    def _apply(self, messages: list[dict[str, str]]) -> BatchEncoding:
        options: dict[str, Any] = {"add_generation_prompt": True, "return_dict": True, "return_tensors": "pt"}
        options["enable_thinking"] = False  # a variable of some templates; the others do not look at it
        apply: Callable[..., BatchEncoding] = self.tokenizer.apply_chat_template  # type: ignore[assignment]
        try:
            return apply(messages, sanitize_control_tokens=True, **options)
        except NotImplementedError:  # by tokenizers that add their own tokens; the prompt is defused anyway
            return apply(messages, **options)
