"""A reliability table → a picture: what was said against what was true, one dot for each tenth."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from math import sqrt

SIDE, EDGE = 360, 48  # of the square, and around it, in pixels
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#444}.axis{stroke:#888;fill:none}"
    ".perfect{stroke:#999;stroke-dasharray:4 4}.dot{fill:#2f6f9f;fill-opacity:.75}"
)


def reliability_svg(table: Mapping[str, Mapping[str, float]], *, title: str) -> str:
    """Return the picture as SVG; the area of a dot grows with how many questions it stands for.

    >>> reliability_svg({"0.9-1.0": {"questions": 2, "said": 1.0, "true": 0.5}}, title="T").count("<circle")
    1
    """
    most = max((row["questions"] for row in table.values()), default=1)
    size = SIDE + 2 * EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        f'<rect class="axis" x="{EDGE}" y="{EDGE}" width="{SIDE}" height="{SIDE}"/>',
        f'<line class="perfect" x1="{EDGE}" y1="{EDGE + SIDE}" x2="{EDGE + SIDE}" y2="{EDGE}"/>',
        _label(EDGE + SIDE / 2, size - 10, "probability that was stated"),
        _label(EDGE + SIDE / 2, EDGE - 16, escape(title)),
        _label(14, EDGE + SIDE / 2, "share that was answerable", turned=True),
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(_label(_across(tick), EDGE + SIDE + 18, f"{tick:g}"))
        parts.append(_label(EDGE - 18, _up(tick) + 4, f"{tick:g}"))
    for name, row in table.items():
        radius = 4 + 14 * sqrt(row["questions"] / most)
        told = f"{escape(name)}: {row['questions']:g} questions, said {row['said']}, true {row['true']}"
        parts.append(
            f'<circle class="dot" cx="{_across(row["said"]):.1f}" cy="{_up(row["true"]):.1f}"'
            f' r="{radius:.1f}"><title>{told}</title></circle>'
        )
    return "\n".join([*parts, "</svg>\n"])


def _across(share: float) -> float:
    return EDGE + SIDE * share


def _up(share: float) -> float:
    return EDGE + SIDE * (1 - share)


def _label(x: float, y: float, text: str, *, turned: bool = False) -> str:
    turn = f' transform="rotate(-90 {x:g} {y:g})"' if turned else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="middle"{turn}>{text}</text>'
