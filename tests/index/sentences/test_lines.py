from __future__ import annotations

from index.sentences.lines import paragraphs, segments


def parts(text: str) -> list[list[str]]:
    return [[text[a:b] for a, b in segments(text, *paragraph)] for paragraph in paragraphs(text)]


def test_empty_lines_part_paragraphs_whatever_space_they_hold() -> None:
    text = "one.\n \t \ntwo.\r\n\r\nthree.\u2028\u2028four."
    assert parts(text) == [["one."], ["two."], ["three."], ["four."]]


def test_wrapped_prose_is_one_segment() -> None:
    text = (
        "Nobody had told her to stop, so she carried on while the building rolled\n"
        "up the hill at the pace of a funeral, and by the time it was set down on\n"
        "its new foundations she had finished the second delivery."
    )
    assert parts(text) == [[text]]


def test_a_short_line_above_a_paragraph_stands_alone() -> None:
    text = "Weather\nIt rained in Velm on Monday, and in Tarn on Tuesday, and everywhere by Wednesday."
    assert parts(text) == [text.split("\n")]


def test_each_long_line_is_a_paragraph() -> None:
    line = "The council voted nine to six on Tuesday to dredge the inner harbour, ending a quarrel. " * 2
    assert parts(f"{line}\n{line}\nThe end.") == [[line.strip()], [line.strip()], ["The end."]]


def test_list_items_and_numbered_lines_are_segments() -> None:
    text = "1. Stir the flour and the water and the salt.\n2. Wait.\n(a) Bake\n• Eat\nb) Sleep"
    assert parts(text) == [text.split("\n")]


def test_a_list_without_bullets_is_not_taken_for_wrapped_prose() -> None:
    text = "2 eggs\n400 ml water\nSalt\nA little oil"
    assert parts(text) == [text.split("\n")]


def test_a_line_that_ends_in_the_middle_of_a_phrase_goes_on_over_a_dash() -> None:
    text = "The draft spares taxis, residents of the Ring and\n– astonishingly – the holders of permits for"
    assert parts(f"{text}\nthe whole year.") == [[f"{text}\nthe whole year."]]
