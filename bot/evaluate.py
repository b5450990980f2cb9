"""The figures: name → what measures it and on which files, and the floors they may not fall under."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")
# Beside the checkout; not part of the project, see the README for where the sets come from.
USUAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SQUAD = ("bench/squad2_bench.json",)
PUBLIC = ("../questions/article_public.jsonl", "../article/kursk-gambit.txt")


@dataclass(frozen=True, slots=True)
class Figure:
    """What is measured, the function that does it (`module:name`), and the files it is given."""

    about: str
    function: str
    needs: tuple[str, ...] = ()  # relative to the data folder

    def load(self) -> Callable[..., dict[str, Any]]:
        """Return the function; modules are imported on first use, because most of them import torch."""
        module, _, name = self.function.partition(":")
        found: Callable[..., dict[str, Any]] = getattr(import_module(f"bot.figures.{module}"), name)
        return found


FIGURES = {
    "articles": Figure("whole articles: evidence, refusals", "articles:article_figures", ("bench/articles",)),
    "cast": Figure(
        "follow-ups against a person's rewriting", "followup:cast_figures", ("bench/cast_followups.jsonl",)
    ),
    "citations": Figure(
        "citations that stand in the article at their offsets", "citations:citation_figures", (".", *PUBLIC)
    ),
    "cleaning": Figure("blocks of scraped pages kept and removed wrongly", "cleaning:page_figures"),
    "clapnq": Figure("answers of several sentences", "clapnq:clapnq_figures", ("train",)),
    "fairytale": Figure("stories", "fairytale:fairytale_figures", ("bench/fairytaleqa_val.jsonl",)),
    "follow-ups": Figure("follow-ups of articles", "followup:article_figures", ("bench/articles",)),
    "long": Figure("five long documents, 3,500 to 3,900 words each", "articles:long_figures"),
    "public": Figure("the public questions on the op-ed", "public:public_figures", PUBLIC),
    "retrieval": Figure("which paragraph answers, five ways to rank", "retrieval:retrieval_figures", SQUAD),
    "speech": Figure(
        "one long speech",
        "speech:speech_figures",
        ("bench/state_of_the_union.md", "bench/state_of_the_union.questions.jsonl"),
    ),
    "statements": Figure("statements, true and altered", "statements:statement_figures", ("bench/articles",)),
    "speed": Figure("start, first answer, questions, memory", "speed:speed_figures"),
    "squad": Figure("SQuAD 2.0, paragraph given", "squad:squad_figures", SQUAD),
    "squad-open": Figure("SQuAD 2.0, all paragraphs as one collection", "squad:open_squad_figures", SQUAD),
}


@dataclass(frozen=True, slots=True)
class Data:
    """The folder that holds the sets."""

    folder: Path

    @classmethod
    def find(cls, named: str | None = None) -> Data:
        """Return the folder named, else that of FOOTNOTE_DATA, else `shared/data` beside the checkout."""
        return cls(Path(named or os.environ.get("FOOTNOTE_DATA") or USUAL_DATA))

    def path(self, relative: str) -> Path:
        """Return the path of a set; FileNotFoundError says how to name the folder."""
        found = Path(os.path.normpath(self.folder / relative))
        if not found.exists():
            raise FileNotFoundError(f"{found} is missing; name the folder of the sets with --data FOLDER")
        return found


def figures_of(name: str, data: Data, *, sample: int | None = None) -> dict[str, Any]:
    """Return the figures of that name; ValueError for an unknown one, or one that takes no sample."""
    if name not in FIGURES:
        raise ValueError(f"there are no figures {name!r}; choose one of: {', '.join(FIGURES)}")
    figure = FIGURES[name]
    paths = [data.path(relative) for relative in figure.needs]
    measure = figure.load()
    if sample is None:
        return measure(*paths)
    if "sample" not in inspect.signature(measure).parameters:
        raise ValueError(f"{name} is always measured on all of its questions; leave --sample out")
    return measure(*paths, sample=sample)


def read_floors(name: str, path: Path = FLOORS) -> dict[str, float]:
    """Return metric → least value for the figures of that name; ValueError if there are none."""
    floors: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))
    if name not in floors:
        known = ", ".join(floors) or "none yet"
        raise ValueError(f"{path.name} has no floors for {name!r}; it has: {known}")
    return floors[name]


def under_floor(figures: Mapping[str, Any], floors: Mapping[str, float]) -> list[str]:
    """Return a complaint for each metric that is under its floor, or that was not measured at all.

    >>> under_floor({"ours": {"R@1": 0.83}}, {"ours / R@1": 0.84})
    ['ours / R@1 is 0.83, its floor is 0.84']
    """
    found = dict(flattened(figures))
    low = []
    for metric, least in floors.items():
        if metric not in found:
            low.append(f"{metric} has the floor {least} and was not measured")
        elif not found[metric] >= least:  # not `<`: a NaN is under every floor
            low.append(f"{metric} is {found[metric]}, its floor is {least}")
    return low


def flattened(figures: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    """Yield every number of nested figures with its names joined by ` / `.

    >>> list(flattened({"questions": 3, "ours": {"R@1": 0.5, "note": "x"}}))
    [('questions', 3), ('ours / R@1', 0.5)]
    """
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from flattened(value, f"{prefix}{name} / ")
        elif isinstance(value, (int, float)):
            yield prefix + name, value
