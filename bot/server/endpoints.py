"""The endpoints of Gradio's API, as typed functions that know nothing of Gradio."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, get_type_hints

from bot.server.errors import ToldError
from bot.server.proofs import CheckObject, ReportObject, check_object, report_object
from bot.server.schema import SEARCHED, AnswerObject, Exchange, PassageObject
from bot.server.service import Service, answer_object, passage_objects

Endpoint = Callable[..., Any]


def endpoints(service: Service, *, error: Callable[[str], Exception]) -> list[Endpoint]:
    """Return the functions to publish, each under its own name; they raise `error` with what can be told."""

    def ask(question: str, history: list[Exchange] | None = None, limit: int | None = None) -> AnswerObject:
        """Answer a question, every sentence cited with exact offsets, or refuse and say why."""
        return answer_object(service, {"question": question, "history": history, "limit": limit})

    def search(question: str, limit: int = SEARCHED) -> list[PassageObject]:
        """Return the passages that fit a question, best first."""
        return passage_objects(service, {"question": question, "limit": limit})

    def check(statement: str) -> CheckObject:
        """Say whether the articles carry a statement, with the quotes that speak to it and the reasons."""
        return check_object(service, {"statement": statement})

    def verify(receipt: dict[str, Any]) -> ReportObject:
        """Prove every quotation of a saved answer or conversation again, or name what changed."""
        return report_object(service, receipt)

    return [_published(function, error) for function in (ask, search, check, verify)]


def _published(function: Endpoint, error: Callable[[str], Exception]) -> Endpoint:
    @wraps(function)
    def called(*values: Any, **named: Any) -> Any:
        try:
            return function(*values, **named)
        except ToldError as told:
            raise error(str(told)) from None

    # Gradio takes the types as they are written, which would be strings under postponed annotations.
    function.__annotations__ = called.__annotations__ = get_type_hints(function)
    return called
