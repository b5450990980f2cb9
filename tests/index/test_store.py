from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import ArticleIndex, Document
from index.document import Passage, Span
from index.embed import unit_rows
from index.lexical import LexicalIndex
from index.saving.folder import UnusableIndexError
from index.texts import TextIndex
from tests.weather import WeatherEmbedder, article, forecast, long_paragraph

QUESTIONS = ["Where did the sun come out?", "rain in Ostrand", "Was there wind by morning?", "Who?", "🌧"]


@pytest.fixture(scope="module")
def index() -> ArticleIndex:
    other = article(long_paragraph("snow", "Kelby"), "Rain and snow fell on Velm at once.", title="Second")
    return ArticleIndex.build([forecast(), other], embedder=WeatherEmbedder())


@pytest.fixture(scope="module")
def real() -> ArticleIndex:
    """Three languages, with the embedder that ships."""
    return ArticleIndex.build(
        [
            article(
                "The ferry to Ostrand was cancelled on Monday. Storms had damaged its rudder.",
                "The council of Velm met behind closed doors. It voted to double the price of bread.",
                "Harrow's museum reopened after nine years. Its new wing shows clocks from eleven countries.",
            ),
            article(
                "市议会决定把面包的价格提高一倍。", "博物馆在关闭九年之后重新开放。", "渡轮因风暴损坏而停运。"
            ),
        ]
    )


def test_passages_are_numbered_through_all_documents(index: ArticleIndex) -> None:
    assert [p.id for p in index.passages] == [f"p{n}" for n in range(1, len(index.passages) + 1)]
    assert len({p.document_id for p in index.passages}) == len(index.documents) == 2


def test_every_passage_and_sentence_stands_in_its_document(index: ArticleIndex) -> None:
    for passage in index.passages:
        text = index.document(passage.document_id).text
        assert passage.span.of(text) == passage.text
        assert all(passage.span.contains(sentence) for sentence in passage.sentences)


def test_no_passage_exceeds_the_embedders_window(index: ArticleIndex) -> None:
    embedder = WeatherEmbedder()
    assert max(embedder.count_tokens([p.text for p in index.passages])) <= embedder.window - 2


def by_brute_force(index: ArticleIndex, question: str) -> np.ndarray:
    """The score of every passage, each computed on its own from the texts."""
    embedder = WeatherEmbedder()
    row = embedder.embed_question(question)[0]
    parts = [[s.of(index.document(p.document_id).text) for s in p.sentences] for p in index.passages]
    words = LexicalIndex.of([p.text for p in index.passages]).scores(question)
    words_of_sentences = iter(LexicalIndex.of([s for own in parts for s in own]).scores(question))
    scores = []
    for passage, own, share in zip(index.passages, parts, words, strict=True):
        cosine = embedder.embed_passages([passage.text])[0] @ row
        best_cosine = max(embedder.embed_passages([s])[0] @ row for s in own)
        best_share = max(next(words_of_sentences) for _ in own)
        scores.append((cosine + best_cosine + share + best_share) / 4)
    return np.array(scores)


@pytest.mark.parametrize("question", QUESTIONS)
def test_search_finds_exactly_what_comparing_with_every_passage_finds(
    index: ArticleIndex, question: str
) -> None:
    expected = by_brute_force(index, question)
    hits = index.search(question, limit=len(index.passages))
    places = [index.passages.index(hit.passage) for hit in hits]
    assert sorted(places) == list(range(len(index.passages)))
    assert np.allclose([hit.score for hit in hits], expected[places], atol=1e-6)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_hits_carry_the_passages_own_cosine_and_share_of_words(index: ArticleIndex) -> None:
    hit = index.search("rain in Ostrand", limit=1)[0]
    row = WeatherEmbedder().embed_question("rain in Ostrand")[0]
    assert hit.passage.text.startswith("In Ostrand the rain")
    assert hit.dense == pytest.approx(float(WeatherEmbedder().embed_passages([hit.passage.text])[0] @ row))
    assert 0.0 < hit.lexical <= 1.0


def test_fewer_hits_are_a_beginning_of_more(index: ArticleIndex) -> None:
    everything = index.search("sun and rain", limit=1000)
    assert len(everything) == len(index.passages)
    for limit in (1, 2, 3):
        assert index.search("sun and rain", limit=limit) == everything[:limit]


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_is_refused(index: ArticleIndex, question: str) -> None:
    with pytest.raises(ValueError, match="the question is empty, got "):
        index.search(question)


@pytest.mark.parametrize("limit", [0, -3])
def test_a_limit_below_one_is_refused(index: ArticleIndex, limit: int) -> None:
    with pytest.raises(ValueError, match=f"must be at least 1, got {limit}"):
        index.search("rain", limit=limit)


def test_nothing_to_index_is_refused() -> None:
    with pytest.raises(ValueError, match="no documents"):
        ArticleIndex.build([], embedder=WeatherEmbedder())


def test_the_same_text_twice_is_kept_once_and_the_first_one_stays() -> None:
    first, twin = article("Rain fell.", title="First"), article("Rain fell.", title="Twin")
    built = ArticleIndex.build([first, article("Sun."), twin], embedder=WeatherEmbedder())
    assert [document.title for document in built.documents] == ["First", "Weather"]
    assert [passage.id for passage in built.passages] == ["p1", "p2"]


def test_a_document_that_is_not_there_is_named(index: ArticleIndex) -> None:
    with pytest.raises(KeyError, match="no document 'sha256:0'"):
        index.document("sha256:0")


def test_parts_that_do_not_fit_together_are_refused() -> None:
    document = forecast()
    passage = Passage("p1", document.id, Span(0, 9), document.text[:9], (Span(0, 9),))
    one = TextIndex.of(["Rain."], unit_rows(np.ones((1, 4), dtype=np.float32)))
    two = TextIndex.of(["Rain.", "Sun."], unit_rows(np.ones((2, 4), dtype=np.float32)))
    with pytest.raises(ValueError, match="1 passages with 1 sentences need as many rows, got 1 and 2"):
        ArticleIndex([document], [passage], one, two, embedder=WeatherEmbedder())
    with pytest.raises(ValueError, match="1 texts need as many rows, got 2"):
        TextIndex.of(["Rain."], two.rows)


def test_threads_that_search_at_once_find_what_one_finds(real: ArticleIndex) -> None:
    questions = ["Why was the ferry cancelled?", "What did the council decide?", "面包的价格", "clocks"]
    alone = [real.search(question) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(real.search, questions * 5))
    assert together == alone * 5


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("Why did the boat not sail?", "The ferry"),
        ("What happened to the cost of bread in Velm?", "The council"),
        ("面包的价格怎么了？", "市议会"),
        ("博物馆关闭了几年？", "博物馆"),
        ("渡轮为什么停运", "渡轮"),
    ],
)
def test_the_passage_that_answers_comes_first_in_english_and_in_chinese(
    real: ArticleIndex, question: str, start: str
) -> None:
    texts = [hit.passage.text for hit in real.search(question, limit=2)]
    assert any(start in text for text in texts[:1]), texts


def test_an_index_opens_as_it_was_saved(index: ArticleIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "index")
    opened = ArticleIndex.open(tmp_path / "index", embedder=WeatherEmbedder())
    assert opened.documents == index.documents
    assert opened.passages == index.passages
    assert opened.version == index.version
    for question in QUESTIONS:
        assert opened.search(question) == index.search(question)


def test_hostile_text_opens_as_it_was_saved(tmp_path: Path) -> None:
    text = "\ud800 lone.\n\n\u202eback\u202c \0 e\u0301 👨‍👩‍👧 雨。\n\n" + "x" * 2000
    built = ArticleIndex.build([Document(text, title="<b>\ud800")], embedder=WeatherEmbedder())
    built.save(tmp_path)
    opened = ArticleIndex.open(tmp_path, embedder=WeatherEmbedder())
    assert (opened.documents, opened.passages) == (built.documents, built.passages)


def test_opening_loads_no_model_and_searching_does(real: ArticleIndex, tmp_path: Path) -> None:
    real.save(tmp_path)
    opened = ArticleIndex.open(tmp_path)
    assert opened._embedder is None
    assert opened.version == real.version
    assert opened.search("bread")[0].passage == real.search("bread")[0].passage


def test_another_embedder_is_noticed_at_once(index: ArticleIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    with pytest.raises(UnusableIndexError, match=r"embedder weather@1, not all-MiniLM-L6-v2@"):
        ArticleIndex.open(tmp_path)
    with pytest.raises(UnusableIndexError, match=r"embedder weather@1, not weather@2"):
        ArticleIndex.open(tmp_path, embedder=WeatherEmbedder("weather@2"))


def test_another_format_is_noticed(
    index: ArticleIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.save(tmp_path)
    monkeypatch.setattr("index.saving.manifest.FORMAT", 99)
    with pytest.raises(UnusableIndexError, match="this program reads 99"):
        ArticleIndex.open(tmp_path, embedder=WeatherEmbedder())


def test_only_texts_that_changed_are_embedded_again(index: ArticleIndex) -> None:
    before = forecast()
    changed = Document(before.text.replace("Velm the sun", "Velm the pale sun"), title=before.title)
    embedder = WeatherEmbedder()
    rebuilt = ArticleIndex.build([changed], embedder=embedder, reuse=index)
    assert [text for text in embedder.embedded if "pale sun" not in text] == []
    assert len(embedder.embedded) == 2  # the passage, and the one sentence of it
    afresh = ArticleIndex.build([changed], embedder=WeatherEmbedder())
    assert rebuilt.search("pale sun") == afresh.search("pale sun")


def test_rows_of_another_embedder_are_not_reused(index: ArticleIndex) -> None:
    embedder = WeatherEmbedder("weather@2")
    ArticleIndex.build([forecast()], embedder=embedder, reuse=index)
    assert len(embedder.embedded) > len(forecast().text.split("\n\n"))


def test_the_version_follows_the_texts_and_the_embedder(index: ArticleIndex) -> None:
    documents = list(index.documents)
    assert ArticleIndex.build(documents, embedder=WeatherEmbedder()).version == index.version
    others = (
        ArticleIndex.build(documents[:1], embedder=WeatherEmbedder()),
        ArticleIndex.build(documents, embedder=WeatherEmbedder("weather@2")),
        ArticleIndex.build(documents, embedder=WeatherEmbedder(window=20)),
    )
    assert len({index.version, *(other.version for other in others)}) == 4


def test_progress_counts_every_text_once() -> None:
    told: list[tuple[int, int]] = []
    embedder = WeatherEmbedder()
    ArticleIndex.build([forecast()], embedder=embedder, progress=lambda *step: told.append(step))
    assert told[-1] == (len(embedder.embedded), len(embedder.embedded))
