"""What can be set: one frozen, bounded object, read from `FOOTNOTE_…`; an unknown one is refused."""

from __future__ import annotations

import os
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, ValidationError

PREFIX = "FOOTNOTE_"


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


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in the environment; ValueError names the variable, its value and the bound."""
    environment = os.environ if environment is None else environment
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name not in NOT_SETTINGS
    }
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        known = ", ".join(PREFIX + field.upper() for field in Settings.model_fields)
        raise ValueError(f"{name}={first['input']!r}: {first['msg']}. Known settings: {known}") from None


NOT_SETTINGS = frozenset({"FOOTNOTE_SCREENSHOT"})
