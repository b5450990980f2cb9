"""What can be set: one frozen, bounded object, read from `FOOTNOTE_…`; an unknown one is refused."""

from __future__ import annotations

import os
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from bot.reader import READERS

PREFIX = "FOOTNOTE_"
NOT_SETTINGS = frozenset({"FOOTNOTE_DATA", "FOOTNOTE_SCREENSHOT"})  # read where figures and pictures are made


class Settings(BaseModel):
    """Every setting, its default and its bounds.

    >>> Settings(passages=5).passages
    5
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reader: str = Field("built-in", description="which reader answers: built-in, remote or local")
    model: str | None = Field(
        None, description="the language model: a name at the server; for local, a folder or a name on the hub"
    )
    base_url: str | None = Field(
        None, description="an OpenAI-compatible server, such as http://127.0.0.1:11434/v1"
    )
    api_key: SecretStr | None = Field(None, description="the server's key; never shown or logged")
    connect_seconds: float = Field(3.0, gt=0, le=60, description="how long reaching the server may take")
    first_token_seconds: float = Field(10.0, gt=0, le=600, description="how long its first word may take")
    gap_seconds: float = Field(10.0, gt=0, le=600, description="how long it may be silent in mid-answer")
    answer_seconds: float | None = Field(
        None, gt=0, le=3_600, description="how long an answer may take in all; none: 15, and 120 for local"
    )
    answer_tokens: int = Field(400, ge=16, le=4_000, description="how much a language model may write")
    embedder: str | None = Field(
        None, description="a SentenceTransformer by folder or name; none: the bundled one"
    )
    passages: int = Field(24, ge=1, le=50, description="passages searched for a question")
    question_characters: int = Field(2_000, ge=100, le=20_000, description="longest question that is read")
    cost_of_false_answer: float = Field(
        2.0, gt=0, le=100, description="how many false refusals one false answer weighs"
    )

    @field_validator("reader")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name.partition(":")[0] not in READERS:  # a model may follow a colon
            raise ValueError(f"there is no such reader; choose one of: {', '.join(READERS)}")
        return name


def read_settings(environment: Mapping[str, str] | None = None, *, reader: str | None = None) -> Settings:
    """Return the settings in the environment; ValueError names the variable, its value and the bound.

    `reader` comes before the environment's.
    """
    environment = os.environ if environment is None else environment
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name not in NOT_SETTINGS and value  # an empty one is not set
    }
    if reader:
        given["reader"] = reader
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name, said = PREFIX + str(first["loc"][0]).upper(), first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            known = ", ".join(PREFIX + field.upper() for field in Settings.model_fields)
            said = f"there is no such setting; those there are: {known}"
        shown = "(not shown)" if "KEY" in name else repr(first["input"])
        raise ValueError(f"{name}={shown}: {said}") from None
