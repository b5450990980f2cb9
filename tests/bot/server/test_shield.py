from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from bot.server.shield import HEADERS, Shield, content_policy


def respond(path: str, content_type: str, *parts: bytes) -> tuple[int, dict[str, str], bytes, bool]:
    """Send a response through the shield; return status, headers, body and whether the app was reached."""
    reached = False

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal reached
        reached = True
        headers = [(b"content-type", content_type.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for number, part in enumerate(parts):
            more = number + 1 < len(parts)
            await send({"type": "http.response.body", "body": part, "more_body": more})

    sent: list[Message] = []

    async def run() -> None:
        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope: dict[str, Any] = {"type": "http", "path": path, "headers": []}
        await Shield(app)(scope, receive, send)

    asyncio.run(run())
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]), reached


def test_a_page_gets_a_policy_that_names_its_inline_scripts() -> None:
    page = (b"<html><script>let a", b" = 1</script><script src='x.js'></script>")
    _, headers, body, _ = respond("/", "text/html; charset=utf-8", *page)
    assert body == b"".join(page)
    policy = headers["content-security-policy"]
    assert policy == content_policy((b"let a = 1",))
    assert policy.count("sha256-") == 1


def test_the_policy_lets_nothing_in_from_elsewhere_and_evaluates_no_text() -> None:
    policy = content_policy()
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self';" in policy
    assert not {"http:", "https:", "*"} & set(policy.replace(";", "").split())


def test_other_responses_pass_part_by_part_with_the_headers() -> None:
    _, headers, body, _ = respond("/v1/ask", "application/json", b"{", b"}")
    assert body == b"{}"
    assert headers.items() >= HEADERS.items()
    assert "content-security-policy" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=http://example.org/a",
        "/gradio_api/file=HTTPS://example.org/a",
        "/gradio_api/proxy=http://example.org",
        "/monitoring/summary",
    ],
)
def test_closed_doors_are_not_reached(path: str) -> None:
    status, _, _, reached = respond(path, "text/html", b"")
    assert (status, reached) == (404, False)
