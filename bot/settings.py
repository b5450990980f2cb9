"""What can be set: one frozen, bounded object, read from `FOOTNOTE_…`; an unknown one is refused."""

from __future__ import annotations

import os
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.reader import READERS

PREFIX = "FOOTNOTE_"
NOT_SETTINGS = frozenset({"FOOTNOTE_DATA", "FOOTNOTE_SCREENSHOT"})  # read where figures and pictures are made


class Settings(BaseModel):
    """Every setting, its default and its bounds.

    >>> Settings(passages=5).passages
    5
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reader: str = Field("built-in", description="which reader answers")
    embedder: str | None = Field(
        None, description="a SentenceTransformer by folder or name; none: the bundled one"
    )
    passages: int = Field(12, ge=1, le=50, description="passages searched for a question")
    question_characters: int = Field(2_000, ge=100, le=20_000, description="longest question that is read")
    cost_of_false_answer: float = Field(
        2.0, gt=0, le=100, description="how many false refusals one false answer weighs"
    )

    @field_validator("reader")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name not in READERS:
            raise ValueError(f"there is no such reader; choose one of: {', '.join(READERS)}")
        return name


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in the environment; ValueError names the variable, its value and the bound."""
    environment = os.environ if environment is None else environment
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name not in NOT_SETTINGS and value  # an empty one is not set
    }
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name, said = PREFIX + str(first["loc"][0]).upper(), first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            known = ", ".join(PREFIX + field.upper() for field in Settings.model_fields)
            said = f"there is no such setting; those there are: {known}"
        raise ValueError(f"{name}={first['input']!r}: {said}") from None
