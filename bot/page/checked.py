"""What the articles say to a statement → the HTML of its chat message."""

from __future__ import annotations

from bot.answer import Check
from bot.highlight import Target
from bot.page import words
from bot.page.render import escape, source


def check_message(check: Check, *, turn: str) -> str:
    """Return what the articles say to a statement as the HTML of its message."""
    said = words.CARRIED if check.supported else words.NOT_CARRIED
    reasons = "".join(f'<p class="fn-reason">{escape(reason)}</p>' for reason in check.reasons)
    listed = "".join(source(c, Target(c.document_id, c.span, c.span), turn) for c in check.citations)
    heading = words.QUOTED if check.supported else words.NEAREST
    quotes = f'<p>{heading}</p><ol class="fn-quotes">{listed}</ol>' if listed else ""
    percent = words.CONFIDENCE_CARRIED.format(percent=round(100 * check.score))
    return (
        f'<div class="fn-answer fn-checked" id="fn-{escape(turn)}">'
        f'<p class="fn-said"><strong>{said}</strong></p>'
        f'{reasons}{quotes}<p class="fn-meta">{percent}</p></div>'
    )
