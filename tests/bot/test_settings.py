"""Settings come from FOOTNOTE_… variables, within bounds; what is not known is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import NOT_SETTINGS, PREFIX, Settings, read_settings

README = Path(__file__).resolve().parents[2] / "README.md"


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}) == Settings()


def test_variables_of_other_programs_are_left_alone() -> None:
    assert read_settings({"PATH": "/bin", "NOT_FOOTNOTE_PASSAGES": "0"}) == Settings()


def test_numbers_are_read_from_text() -> None:
    found = read_settings({"FOOTNOTE_PASSAGES": "5", "FOOTNOTE_COST_OF_FALSE_ANSWER": "0.5"})
    assert (found.passages, found.cost_of_false_answer) == (5, 0.5)


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read_settings({"FOOTNOTE_PASSAGES": "", "FOOTNOTE_EMBEDDER": ""}) == Settings()


@pytest.mark.parametrize("name", sorted(NOT_SETTINGS))
def test_variables_that_say_where_data_lies_are_no_settings(name: str) -> None:
    assert read_settings({name: "/somewhere"}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("FOOTNOTE_PASSAGES", "0", "greater than or equal to 1"),
        ("FOOTNOTE_PASSAGES", "51", "less than or equal to 50"),
        ("FOOTNOTE_PASSAGES", "many", "valid integer"),
        ("FOOTNOTE_QUESTION_CHARACTERS", "20001", "less than or equal to 20000"),
        ("FOOTNOTE_COST_OF_FALSE_ANSWER", "-1", "greater than 0"),
        ("FOOTNOTE_READER", "oracle", "choose one of: built-in"),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_its_name_and_the_bound(
    name: str, value: str, said: str
) -> None:
    with pytest.raises(ValueError, match=f"{name}='{value}': .*{said}"):
        read_settings({name: value})


def test_an_unknown_setting_is_refused_and_the_known_ones_are_listed() -> None:
    with pytest.raises(ValueError, match="there is no such setting") as caught:
        read_settings({"FOOTNOTE_TEMPERATURE": "1"})
    for field in Settings.model_fields:
        assert PREFIX + field.upper() in str(caught.value)


def test_settings_cannot_be_changed_once_made() -> None:
    with pytest.raises(ValidationError):
        Settings().passages = 3  # type: ignore[misc]


def test_the_readme_lists_every_setting_with_its_default() -> None:
    rows = [line for line in README.read_text("utf-8").splitlines() if line.startswith(f"| `{PREFIX}")]
    for name, field in Settings.model_fields.items():
        row = next(row for row in rows if f"`{PREFIX}{name.upper()}`" in row)
        assert f"`{field.default}`" in row or field.default is None
