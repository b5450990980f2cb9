from __future__ import annotations

from pathlib import Path

import pytest

from index import load
from index.blocks import Block
from index.clean import reasons
from index.labelled import cleaning_figures, read_page
from index.load import document_from_text

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = CHECKOUT / "tests" / "data" / "pages"
OP_ED = CHECKOUT.parent / "shared" / "article" / "kursk-gambit.txt"

PROSE = (
    "The council voted nine to six on Tuesday to dredge the inner harbour, ending a quarrel of three winters."
)


def test_no_true_block_of_the_labelled_pages_is_removed_and_few_others_stay() -> None:
    tuned, held_out = cleaning_figures(PAGES / "tuned"), cleaning_figures(PAGES / "held_out")
    assert tuned["pages"] + held_out["pages"] >= 60
    assert tuned["wrongly_removed"] == held_out["wrongly_removed"] == 0
    assert tuned["wrongly_kept"] <= 0.08 * tuned["page_blocks"]
    assert held_out["wrongly_kept"] <= 0.6 * held_out["page_blocks"]


def test_a_page_without_empty_lines_is_cleaned_as_well() -> None:
    for path in sorted((PAGES / "tuned").glob("*.txt")):
        blocks = read_page(path)
        document = document_from_text("\n".join(block.text for block in blocks))
        kept = {line.strip() for line in document.text.split("\n")}
        for block in blocks:
            if block.label == "+":
                assert all(line.strip() in kept for line in block.text.split("\n")), (path.name, block.text)


@pytest.mark.skipif(not OP_ED.exists(), reason="the saved article is not beside the checkout")
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_saved_op_ed_loses_exactly_what_its_page_added(line_end: str, tmp_path: Path) -> None:
    source = OP_ED.read_text("utf-8")
    path = tmp_path / "article.txt"
    path.write_bytes(source.replace("\n", line_end).encode())
    document = load(path)
    lines = [line for line in source.split("\n") if line.strip()]
    aside = [gone.text for gone in document.set_aside]
    assert [line for line in lines if line not in document.text.split("\n")] == aside
    assert len(aside) == 6
    assert aside[0] == lines[0]
    assert "$50" in aside[1]
    assert aside[3:] == ["Subscribe Now", "Source link", "Exit mobile version"]
    assert all(gone.reason for gone in document.set_aside)
    assert document.authors == ("Samuel Charap", "Charles A. Kupchan")
    assert document.title_span is not None
    assert document.text.startswith(document.title)


def test_an_article_that_is_all_offers_is_kept_where_it_cannot_be_told_apart() -> None:
    text = "Subscribe now\n\nSign up for our newsletter and get it in your inbox!"
    assert document_from_text(text).text == text


def test_a_page_of_offers_around_one_paragraph_keeps_the_paragraph() -> None:
    offer = "Sign up for our free newsletter and get the best stories in your inbox every week!"
    document = document_from_text(f"{offer}\n\n{PROSE}\n\nSubscribe now")
    assert PROSE in document.text
    assert "Subscribe now" not in document.text


@pytest.mark.parametrize(
    "line",
    [
        "Skip to main content",
        "Share this article",
        "ADVERTISEMENT",
        "Read more: The ferry that never left",
        "© 2023 Merrow Courier. All rights reserved.",
        "Already a subscriber? Log in",
        "We use cookies to improve your experience.",
        "Your email address will not be published. Required fields are marked *",
        "Thanks for reading! Subscribe for free to receive new posts and support my work.",
        "Keep reading for just $1 a week. Cancel anytime.",
        "Image source, Getty Images",
    ],
)
def test_furniture_goes_wherever_it_stands(line: str) -> None:
    for blocks in ([line, PROSE, PROSE], [PROSE, line, PROSE], [PROSE, PROSE, line]):
        marks = reasons([Block(text) for text in blocks])
        assert [bool(mark) for mark in marks] == [text == line for text in blocks]


@pytest.mark.parametrize(
    "paragraph",
    [
        "If you subscribe to three newspapers, you pay about $50 a month, which is what a gym charges.",
        "Readers who sign up for a newsletter are twice as likely to renew, the study of 40 papers found.",
        'Every day Europeans click away two billion notices that begin with the words "We use cookies".',
        "“Share this with everyone you know,” she told the meeting, and they did, for a week.",
        "Members pay 2,400 crowns a year for unlimited access. Membership can be cancelled at any time.",
        "Subscribe now, the first editors told their readers, and your notices will be free.",
        "By using a site you agree to nothing, whatever the footer says.",
        "Read more slowly.",
        "Contact with the mud is not dangerous, and we swam in it ourselves every summer.",
        '"Don\'t miss out!" said one. "We miss you," said another, from a firm I had known for two days.',
    ],
)
def test_a_paragraph_about_such_things_stays(paragraph: str) -> None:
    assert reasons([Block(PROSE), Block(paragraph), Block(PROSE)]) == [None, None, None]


@pytest.mark.parametrize(
    "label", ["Weight", "Tickets", "Get help", "Check the weather", "Contact", "Join the boxes"]
)
def test_a_lone_label_between_paragraphs_is_a_heading(label: str) -> None:
    assert reasons([Block(PROSE), Block(label), Block(PROSE)]) == [None, None, None]


def test_what_is_set_aside_and_what_is_kept_are_the_whole_page() -> None:
    for path in sorted(PAGES.rglob("*.txt")):
        text = "\n\n".join(block.text for block in read_page(path))
        document = document_from_text(text)
        lines = [
            *document.text.split("\n"),
            *(line for gone in document.set_aside for line in gone.text.split("\n")),
        ]
        assert sorted(filter(None, map(str.strip, lines))) == sorted(
            filter(None, map(str.strip, text.split("\n")))
        )


def test_a_folder_without_labelled_pages_and_a_line_without_label_are_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no labelled page"):
        cleaning_figures(tmp_path)
    (tmp_path / "page.txt").write_text("+ one\ntwo\n")
    with pytest.raises(ValueError, match=r"page\.txt:2 begins with no label: 'two'"):
        cleaning_figures(tmp_path)
