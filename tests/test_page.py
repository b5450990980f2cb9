from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.chatbot import Chatbot
from bot.generating.patience import Patience
from bot.page import words
from bot.receipts.receipt import verify_data
from bot.remote import RemoteReader
from bot.server.service import Progress, Service
from index.document import Document
from index.store import ArticleIndex
from tests.model_server import model_server
from tests.reading import WordSupport
from tests.scripted import ScriptedReader, WordEmbedder, scripted_chatbot
from tests.served import EXAMPLES, HOSTILE, HOSTILE_TITLE, Served, lighthouse, served

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium is installed; install Debian's chromium"
)

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
TOWER = "How many metres tall is the tower?"
OIL = "How many miles did the keeper row for oil after the storm?"
MOON = "Who owns the moon?"
SCREENSHOTS = Path(__file__).parent / "screenshots"
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield launched
        launched.close()


class Windows:
    """Pages by address and options: one that is open already is cleared and used again."""

    def __init__(self, browser: Any) -> None:
        self.browser, self.pages, self.faults = browser, dict[str, Any](), list[str]()

    def open(self, url: str, options: dict[str, Any]) -> Any:
        key = f"{url} {options}"
        if key in self.pages:
            clear(self.pages[key])
        else:
            page = self.browser.new_context(**options).new_page()
            page.set_default_timeout(20_000)
            self.watch(page, url)
            page.goto(url)
            page.wait_for_selector("#fn-box textarea")
            page.wait_for_selector("#fn-pane", state="attached")
            self.pages[key] = page
        return self.pages[key]

    def watch(self, page: Any, url: str) -> None:
        origin = "/".join(url.split("/")[:3])

        def request(sent: Any) -> None:
            if not sent.url.startswith((origin + "/", "data:", "blob:")):
                self.faults.append(f"a request to {sent.url}")

        def dialog(shown: Any) -> None:
            self.faults.append(f"a dialog: {shown.message}")
            shown.dismiss()

        page.on("request", request)
        page.on("dialog", dialog)
        page.on("pageerror", lambda error: self.faults.append(f"an error: {error}"))
        page.on("console", lambda said: "Security Policy" in said.text and self.faults.append(said.text))


def clear(page: Any) -> None:
    """Make an open page look as if it had just been opened."""
    page.evaluate("() => document.activeElement.blur()")
    if page.locator("body.fn-led, body.fn-reading").count():
        page.get_by_role("button", name=words.BACK).click()
    if page.locator(".fn-asked").count():
        page.get_by_role("button", name=words.NEW).click()
    page.wait_for_selector(".fn-welcome")
    page.evaluate("() => document.querySelector('.fn-scroll').scrollTo(0, 0)")
    page.fill("#fn-box textarea", "")


@pytest.fixture(scope="module")
def windows(browser: Any) -> Iterator[Windows]:
    opened = Windows(browser)
    yield opened
    for page in opened.pages.values():
        page.context.close()


@pytest.fixture
def open_page(windows: Windows, server: Served) -> Iterator[Open]:
    """Open the page; at the end no request may have left for another origin, nor anything been thrown."""
    windows.faults.clear()

    def opened(at: str = "", *, address: str = server.address, **options: Any) -> Any:
        return windows.open(f"{address}/{at}", {"viewport": WIDE, "reduced_motion": "reduce", **options})

    yield opened
    assert windows.faults == []


def ask(page: Any, question: str) -> Any:
    """Ask, and return the message that answers."""
    before = page.locator(".fn-answer").count()
    page.fill("#fn-box textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_function("count => document.querySelectorAll('.fn-answer').length > count", arg=before)
    return page.locator(".fn-answer").last


def marked(page: Any, kind: str) -> str:
    return "".join(page.locator(f"#fn-pane mark.fn-{kind}").all_text_contents())


def in_view(page: Any, selector: str) -> bool:
    """Say whether the first such element is wholly inside the window, and on top there."""
    return page.locator(selector).first.evaluate(
        """element => {
            const box = element.getBoundingClientRect();
            const down = box.top >= 0 && box.bottom <= innerHeight;
            const inside = down && box.left >= 0 && box.right <= innerWidth;
            const rect = element.getClientRects()[0];
            const top = document.elementFromPoint(rect.left + rect.width / 2, rect.top + rect.height / 2);
            return inside && (element.contains(top) || top.contains(element));
        }"""
    )


def test_an_answer_is_the_articles_sentence_with_its_short_answer_in_bold(open_page: Open) -> None:
    answer = ask(open_page(), TOWER)
    assert (
        answer.locator(".fn-sentence")
        .inner_text()
        .startswith("The tower is 35 metres tall and took four years")
    )
    assert answer.locator(".fn-said strong").inner_text() == "35 metres tall"
    assert answer.locator(".fn-said .fn-chip").text_content() == "[1]"


def test_a_click_on_a_chip_shows_passage_evidence_and_words_each_in_its_own_way(open_page: Open) -> None:
    page = open_page()
    ask(page, OIL).locator(".fn-said .fn-chip").click()
    assert marked(page, "evidence") == "🌊🌊 After the storm the keeper rowed 12 miles for oil."
    assert marked(page, "words") == "12 miles for"
    passage = marked(page, "passage")
    assert passage.startswith("The storm")
    assert "café\u0301 crème and one spare wick" in passage
    kinds = ("passage", "evidence", "words")
    colours = [
        page.locator(f"#fn-article mark.fn-{kind}").last.evaluate("e => getComputedStyle(e).backgroundColor")
        for kind in kinds
    ]
    assert len(set(colours)) == 3
    assert in_view(page, "#fn-article mark.fn-evidence")
    assert "fn-current" in page.locator(".fn-said .fn-chip").get_attribute("class")


def test_a_new_answer_shows_its_evidence_beside_it_and_leaves_the_focus_in_the_question(
    open_page: Open,
) -> None:
    page = open_page()
    ask(page, "What does the last page say about a goose?")
    page.wait_for_selector("#fn-article mark.fn-evidence")
    assert in_view(page, "#fn-article mark.fn-evidence")
    assert page.evaluate("document.activeElement.matches('#fn-box textarea')")


def test_enter_on_a_chip_goes_to_the_evidence_and_escape_comes_back(open_page: Open) -> None:
    page = open_page("?__theme=light")
    chip = ask(page, OIL).locator(".fn-said .fn-chip")
    chip.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('mark.fn-evidence')")
    assert "Quotation [1] is shown" in page.locator("#fn-live").text_content()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.fn-said .fn-chip')")
    assert page.url.endswith("/?__theme=light")  # a bare # link would have loaded the page anew
    assert page.locator(".fn-answer").count() == 1


def test_the_way_back_is_a_button_too(open_page: Open) -> None:
    page = open_page()
    ask(page, OIL).locator(".fn-said .fn-chip").click()
    page.get_by_role("button", name=words.BACK).click()
    assert page.evaluate("document.activeElement.matches('.fn-said .fn-chip')")
    assert not page.get_by_role("button", name=words.BACK).is_visible()


def test_the_sources_hold_the_quotation_and_open_it_at_its_origin(open_page: Open) -> None:
    page = open_page()
    answer = ask(page, TOWER)
    answer.locator("summary", has_text="Sources (1)").click()
    quote = answer.locator(".fn-quotes blockquote").inner_text()
    assert quote == "The tower is 35 metres tall and took four years to raise."
    origin = answer.locator(".fn-quotes cite a")
    assert origin.inner_text() == "The Keeper of Skerry Rock"
    assert origin.get_attribute("href").startswith("https://example.org/skerry?a=1&b=2#:~:text=The%20tower")
    answer.locator(".fn-quotes .fn-chip").click()
    assert marked(page, "evidence") == quote


def test_every_turn_keeps_its_own_citations_and_no_id_stands_twice(open_page: Open) -> None:
    page = open_page()
    first = ask(page, TOWER)
    first_id = first.get_attribute("id")
    ask(page, OIL)
    ask(page, TOWER)
    page.locator(f"#{first_id} .fn-said .fn-chip").click()
    assert marked(page, "evidence").startswith("The tower is 35 metres")
    page.locator(".fn-answer").nth(1).locator(".fn-said .fn-chip").click()
    assert marked(page, "evidence").startswith("🌊🌊 After the storm")
    ids = page.evaluate("[...document.querySelectorAll('[id^=fn-]')].map(element => element.id)")
    assert len(ids) == len(set(ids))


def test_a_refusal_is_plain_and_its_nearest_passages_are_no_answer(open_page: Open) -> None:
    page = open_page()
    answer = ask(page, MOON)
    text = answer.inner_text()
    assert text.startswith("The article does not say.")
    assert "moon" in text
    assert "not an answer" in text
    assert answer.locator(".fn-chip").count() == 0
    near = answer.locator(".fn-near").first
    shown = near.locator("span").inner_text().removesuffix(" …")
    near.click()
    assert " ".join(marked(page, "passage").split()).startswith(" ".join(shown.split())[:60])
    assert page.locator("mark.fn-evidence").count() == 0


def test_an_example_question_is_asked_by_one_click(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name=EXAMPLES[1]).click()
    page.wait_for_selector(".fn-answer")
    assert page.locator(".fn-asked").inner_text() == EXAMPLES[1]
    assert "rowed 12 miles for oil" in page.locator(".fn-answer").inner_text()


def test_the_empty_conversation_names_the_articles(open_page: Open) -> None:
    page = open_page()
    page.wait_for_selector(".fn-welcome-title")
    titles = page.locator(".fn-welcome-title").all_inner_texts()
    assert titles == ["The Keeper of Skerry Rock", HOSTILE_TITLE]


def test_what_was_left_out_can_be_looked_at(open_page: Open) -> None:
    page = open_page()
    left_out = page.locator(".fn-left-out").first
    assert not left_out.locator("blockquote").first.is_visible()
    left_out.locator("summary", has_text="Left out: 2 blocks").click()
    assert left_out.locator("blockquote").all_inner_texts() == ["Subscribe for £1!", "Source link"]


def test_with_several_articles_the_pane_goes_to_each_by_name(open_page: Open) -> None:
    page = open_page()
    page.locator(".fn-names a").last.click()
    page.wait_for_function("() => document.querySelector('.fn-scroll').scrollTop > 500")
    assert page.locator(".fn-names a").all_inner_texts() == ["The Keeper of Skerry Rock", HOSTILE_TITLE]


def test_a_citations_link_opens_the_articles_own_page_as_well(open_page: Open, server: Served) -> None:
    page = open_page()
    link = ask(page, OIL).locator(".fn-said .fn-chip").get_attribute("href")
    alone = page.context.new_page()
    alone.goto(f"{server.address}/{link}")
    alone.wait_for_selector("mark.fn-evidence")
    assert marked(alone, "evidence").startswith("🌊🌊 After the storm")
    assert in_view(alone, "mark.fn-evidence")
    alone.close()  # else the first page counts as hidden, and the browser slows it down


def test_a_conversation_can_be_cleared(open_page: Open) -> None:
    page = open_page()
    ask(page, TOWER)
    page.get_by_role("button", name=words.NEW).click()
    page.wait_for_selector(".fn-welcome")
    assert page.locator(".fn-answer").count() == 0
    ask(page, OIL)
    assert page.locator(".fn-answer").count() == 1


def test_an_answer_is_copied_with_its_sources(open_page: Open, server: Served) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.address)
    answer = ask(page, TOWER)
    answer.get_by_role("button", name=words.COPY).click()
    answer.get_by_role("button", name=words.COPIED).wait_for()
    said = "The tower is 35 metres tall and took four years to raise."
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{said}[1]\n\n[1] “{said}” (The Keeper of Skerry Rock)"


def test_an_answer_is_verified_on_the_page(open_page: Open) -> None:
    page = open_page()
    answer = ask(page, TOWER)
    answer.get_by_role("button", name=words.VERIFY).click()
    page.wait_for_selector(".fn-proof.fn-proven")
    assert "1" in answer.locator(".fn-proof").inner_text()
    page.evaluate(
        """() => { const button = document.querySelector(".fn-verify");
        button.value = button.value.replaceAll("35 metres", "36 metres"); }"""
    )
    answer.get_by_role("button", name=words.VERIFY).click()
    page.wait_for_selector(".fn-proof:not(.fn-proven)")


def test_a_conversation_is_exported_and_verifies_again(
    open_page: Open, server: Served, tmp_path: Path
) -> None:
    page = open_page()
    ask(page, TOWER)
    ask(page, MOON)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=words.EXPORT).click()
    waiting.value.save_as(tmp_path / "conversation.md")
    saved = (tmp_path / "conversation.md").read_text(encoding="utf-8")
    assert "The tower is 35 metres tall" in saved
    assert MOON in saved
    report = verify_data(saved, server.service.documents)
    assert (report.proven, report.turns) == (True, 2)


def test_what_a_language_model_writes_can_be_stopped(open_page: Open) -> None:
    with model_server() as model:
        reader = RemoteReader(model.url, "slow", patience=Patience(1, 10, 10, 12))

        def build(documents: Sequence[Document], _: Progress) -> Chatbot:
            articles = ArticleIndex.build(documents, embedder=WordEmbedder())
            return Chatbot(articles, reader, support=WordSupport(), spare=ScriptedReader())

        with served(Service(lambda: [lighthouse()], build)) as running:
            page = open_page(address=running.address)
            assert not page.get_by_role("button", name=words.STOP).is_visible()
            page.fill("#fn-box textarea", TOWER)
            page.keyboard.press("Enter")
            page.get_by_role("button", name=words.STOP).wait_for()
            while not model.requests:
                page.wait_for_timeout(50)
            page.get_by_role("button", name=words.STOP).click()
            page.wait_for_selector(".fn-answer, .fn-trouble", timeout=5_000)
            page.get_by_role("button", name=words.STOP).wait_for(state="hidden", timeout=5_000)
            assert model.hung_up.wait(3)


def test_a_statement_is_checked_on_the_page(open_page: Open) -> None:
    page = open_page()
    page.fill("#fn-box textarea", "The tower is 35 metres tall.")
    page.get_by_role("button", name=words.CHECK).click()
    checked = page.wait_for_selector(".fn-checked")
    assert words.STATEMENT in page.locator(".fn-asked").inner_text()
    assert any(verdict in checked.inner_text() for verdict in (words.CARRIED, words.NOT_CARRIED))
    page.locator(".fn-checked .fn-chip").first.click()
    assert "35 metres" in marked(page, "evidence")
    assert page.locator("#fn-box textarea").input_value() == ""


def test_a_question_that_was_read_otherwise_can_be_edited(open_page: Open) -> None:
    page = open_page()
    ask(page, TOWER)
    again = ask(page, "How much did it cost?")
    read_as = again.locator(".fn-read-as q").inner_text()
    assert "tower" in read_as
    again.get_by_role("button", name=words.EDIT).click()
    assert page.locator("#fn-box textarea").input_value() == read_as


@pytest.mark.parametrize("question", ["", "   "])
def test_nothing_asked_is_nothing_answered(open_page: Open, question: str) -> None:
    page = open_page()
    page.fill("#fn-box textarea", question)
    with page.expect_response(lambda response: "/gradio_api/run/" in response.url):
        page.keyboard.press("Enter")
    assert page.locator(".fn-asked").count() == 0
    ask(page, TOWER)
    assert page.locator(".fn-asked").count() == 1


@pytest.mark.parametrize("question", ["w" * 10_000, "😀🎉", "a fault, please"])
def test_what_cannot_be_asked_says_what_to_do_and_the_page_lives(open_page: Open, question: str) -> None:
    page = open_page()
    page.fill("#fn-box textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".fn-trouble")
    assert re.search(r"10,000 characters|has no words|its log has", page.locator(".fn-trouble").inner_text())
    assert "35 metres" in ask(page, TOWER).inner_text()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_question_box_stays_in_view_however_long_the_conversation(
    open_page: Open, size: dict[str, int]
) -> None:
    page = open_page(viewport=size)
    for question in (TOWER, OIL, MOON, TOWER):
        ask(page, question)
        assert in_view(page, "#fn-box textarea")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    log = page.locator("#fn-log").evaluate("e => e.getBoundingClientRect().bottom")
    box = page.locator("#fn-box").evaluate("e => e.getBoundingClientRect().top")
    assert log <= box + 1


def test_on_a_wide_window_chat_and_article_stand_side_by_side_and_scroll_alone(open_page: Open) -> None:
    page = open_page()
    ask(page, TOWER)
    chat, article = (page.locator(selector).bounding_box() for selector in ("#fn-chat", "#fn-article"))
    assert chat["x"] + chat["width"] <= article["x"] + 1
    page.evaluate("document.querySelector('.fn-scroll').scrollTop = 400")
    assert page.evaluate("scrollY") == 0
    assert in_view(page, "#fn-box textarea")


def test_on_a_phone_a_chip_opens_the_article_as_a_sheet_and_the_way_back_closes_it(open_page: Open) -> None:
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    assert not page.locator("#fn-article").is_visible()
    chip = ask(page, OIL).locator(".fn-said .fn-chip")
    assert not page.locator("#fn-article").is_visible()
    chip.tap()
    assert in_view(page, "mark.fn-evidence")
    assert page.locator("#fn-article").bounding_box()["height"] == PHONE["height"]
    page.get_by_role("button", name=words.BACK).tap()
    page.wait_for_function("() => !document.body.classList.contains('fn-reading')")
    assert page.evaluate("document.activeElement.matches('.fn-said .fn-chip')")
    assert page.locator(".fn-answer").count() == 1


def test_on_a_phone_the_article_opens_by_its_button_and_closes_by_the_phones_back(open_page: Open) -> None:
    page = open_page(viewport=PHONE)
    ask(page, TOWER)
    page.get_by_role("button", name=words.ARTICLE, exact=True).click()
    assert page.locator("#fn-article .fn-document").first.is_visible()
    page.go_back()
    page.wait_for_function("() => !document.body.classList.contains('fn-reading')")
    assert page.locator(".fn-answer").count() == 1
    assert "12 miles" in ask(page, OIL).inner_text()


CONTRAST = """selectors => {
    const rgb = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = element => {
        for (let at = element; at; at = at.parentElement) {
            const found = rgb(getComputedStyle(at).backgroundColor);
            if (found.length < 4 || found[3] > 0.99) return found;
        }
        return [255, 255, 255];
    };
    return selectors.map(selector => {
        const element = document.querySelector(selector);
        if (!element) return [selector, 0];
        const pair = [light(rgb(getComputedStyle(element).color)), light(behind(element))];
        return [selector, (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05)];
    });
}"""
READ = """
    .fn-brand | .fn-tagline | .fn-asked | .fn-said | .fn-number | .fn-chip.fn-current .fn-number | .fn-meta
    .fn-sources summary | .fn-quotes blockquote | .fn-quotes mark | .fn-quotes cite | .fn-copy | .fn-none
    .fn-reason | .fn-near | .fn-nearest p | .fn-block | .fn-byline | mark.fn-passage | mark.fn-evidence
    mark.fn-words | .fn-left-out summary | .fn-names a | .fn-back | footer button
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_contrast(open_page: Open, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    assert page.evaluate("document.body.classList.contains('dark')") == (scheme == "dark")
    ask(page, MOON)
    answer = ask(page, OIL)
    answer.locator("summary").click()
    answer.locator(".fn-said .fn-chip").click()
    read = [selector.strip() for selector in re.split(r"[|\n]", READ) if selector.strip()]
    low = [(name, round(ratio, 2)) for name, ratio in page.evaluate(CONTRAST, read) if ratio < 4.5]
    assert low == []


def test_every_target_is_large_enough_to_hit(open_page: Open) -> None:
    page = open_page(viewport=PHONE)
    answer = ask(page, OIL)
    answer.locator("summary").click()
    small = page.evaluate(
        """[...document.querySelectorAll('.fn-chip, .fn-copy, .fn-open, .fn-sources summary, #fn-box button')]
            .map(e => [e.className, e.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)"""
    )
    assert small == []
    assert page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('#fn-box textarea')).fontSize) >= 16"
    )


@pytest.mark.parametrize(
    "question",
    [
        "Poison apples number what?",
        "Poison pears hang?",
        "Poison plums fall?",
        "Poison figs?",
        "Poison dates say?",
    ],
)
def test_a_hostile_article_is_only_text(open_page: Open, question: str) -> None:
    page = open_page()
    answer = ask(page, question)
    if answer.locator("summary").count():
        answer.locator("summary").click()
        answer.locator(".fn-said .fn-chip").click()
        assert marked(page, "evidence") in HOSTILE
    for container in (".fn-answer", "#fn-article"):
        assert (
            page.locator(f"{container} :is(img, svg, style, script, form, input, iframe, math)").count() == 0
        )
    assert page.locator("#fn-article .fn-block :is(details, summary)").count() == 0
    assert page.title() == words.NAME
    assert page.locator("body").is_visible()
    assert page.locator(".fn-document").count() == 2


def test_a_hostile_question_is_only_text(open_page: Open) -> None:
    page = open_page()
    question = (
        f"{HOSTILE_TITLE} <script>alert(1)</script> <svg><a href='javascript:alert(2)'>x</a></svg> $$x$$"
    )
    ask(page, question + " tower tall metres")
    assert page.locator(".fn-asked").inner_text() == question + " tower tall metres"
    assert page.locator("#fn-log :is(img, svg a, script, .katex)").count() == 0


def test_the_page_is_up_before_the_articles_are_and_early_questions_wait(open_page: Open) -> None:
    gate = threading.Event()

    def build(documents: Sequence[Document], progress: Progress) -> Chatbot:
        assert gate.wait(30)
        return scripted_chatbot(documents)

    with served(Service(lambda: [lighthouse()], build)) as running:
        page = open_page(address=running.address)
        page.wait_for_selector(".fn-status")
        assert words.WARMING_INDEX in page.locator(".fn-status").inner_text()
        page.wait_for_selector("#fn-article .fn-document")
        for count, question in enumerate((TOWER, OIL), 1):
            page.fill("#fn-box textarea", question)
            page.keyboard.press("Enter")
            page.wait_for_function("n => document.querySelectorAll('.fn-pending').length == n", arg=count)
        assert words.QUEUED in page.locator(".fn-pending").first.inner_text()
        assert page.request.get(f"{running.address}/healthz").status == 200
        assert page.request.get(f"{running.address}/readyz").status == 503
        gate.set()
        page.wait_for_function("() => document.querySelectorAll('.fn-answer').length == 2")
        assert "35 metres" in page.locator(".fn-answer").first.inner_text()
        assert "12 miles" in page.locator(".fn-answer").last.inner_text()
        page.wait_for_selector(".fn-status", state="detached")
        assert page.request.get(f"{running.address}/readyz").status == 200


def test_a_failed_load_is_told_with_its_remedy(open_page: Open) -> None:
    def read() -> Sequence[Document]:
        raise ValueError("there is no file <b>rain.txt</b>; check the path")

    with served(Service(read, lambda found, _: scripted_chatbot(found))) as running:
        page = open_page(address=running.address)
        failure = page.locator(".fn-failure")
        failure.wait_for()
        assert "there is no file <b>rain.txt</b>; check the path" in failure.inner_text()
        assert words.FAILED_REMEDY in failure.inner_text()
        page.fill("#fn-box textarea", TOWER)
        page.keyboard.press("Enter")
        page.wait_for_selector(".fn-trouble")
        assert "rain.txt" in page.locator(".fn-trouble").inner_text()


@pytest.mark.skipif(
    not os.environ.get("FOOTNOTE_SCREENSHOT"), reason="FOOTNOTE_SCREENSHOT=1 draws the picture"
)
def test_the_picture_of_the_readme_is_drawn(open_page: Open) -> None:
    from bot.server.service import open_service
    from bot.settings import read_settings

    with served(open_service([], settings=read_settings())) as running:
        running.service.chatbot()
        page = open_page(address=running.address, device_scale_factor=2)
        ask(page, "How much Russian territory has Ukraine taken in Kursk?").locator("summary").click()
        page.locator(".fn-said .fn-chip").first.click()
        page.mouse.move(0, 0)
        page.screenshot(path=SCREENSHOTS / "answer.png")
