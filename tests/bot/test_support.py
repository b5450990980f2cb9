"""What a statement says beyond its quotes is named."""

from bot.support import compare


def test_a_number_that_no_quote_has_is_named() -> None:
    assert compare("It cost 29 crowns.", ["It cost 38 crowns."]).reasons == (
        "the number 29 stands in no quote",
    )


def test_a_number_in_words_matches_digits() -> None:
    assert compare("Fifty-seven drowned.", ["In all 57 people drowned."]).numbers == ()


def test_a_name_that_no_quote_has_is_named() -> None:
    assert compare("The buses went to Kammen.", ["The buses went to Ostrelle."]).names == ("Kammen",)


def test_the_first_word_is_no_name() -> None:
    assert compare("Buses were ordered.", ["They ordered the vehicles."]).names == ()


def test_negation_on_one_side_is_seen() -> None:
    assert compare("The council did not vote.", ["The council voted on Monday."]).negation_differs
    assert not compare("The council never voted.", ["The council has not voted."]).negation_differs


def test_coverage_is_the_share_of_content_words_found() -> None:
    assert compare("The council ordered buses.", ["Buses were ordered by the council."]).coverage == 1.0
    assert compare("Penguins danced.", ["Buses were ordered."]).coverage == 0.0
