"""Numbers are found as values, however they are written."""

import pytest

from bot.quantities import quantities


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("fifty-seven people", {57}),
        ("1,200 people", {1200}),
        ("29 million crowns", {29e6}),
        ("$3.5bn", {3.5e9}),
        ("two hundred and six boats", {206}),
        ("close to 50% of them", {50}),
        ("half of them", {50}),
        ("a quarter of the shops", {25}),
        ("two thirds", {66.7}),
        ("8.2 kilometres an hour in 2019", {8.2, 2019}),
        ("one of them said no", set()),
        ("one million", {1e6}),
        ("the third man", set()),
        ("", set()),
        ("٣ 三 Ⅷ", set()),
    ],
)
def test_a_number_is_its_value(text: str, values: set[float]) -> None:
    found = {round(value, 1) for value in quantities(text)}
    # Digits of other scripts may be read or passed over, but never as a wrong value.
    assert found == {round(value, 1) for value in values} or (not text.isascii() and found <= {3.0, 8.0})


def test_the_same_number_in_words_and_digits_is_the_same() -> None:
    assert quantities("thirty-eight thousand") == quantities("38,000")
