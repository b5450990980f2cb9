"""What every response carries and what no request may do: headers, a content policy, closed doors."""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# Gradio's own: uploads, which the page does not use, and a proxy that fetches any public address.
CLOSED = re.compile(r"/(upload|upload_progress|monitoring|proxy=|file=\w+:)", re.IGNORECASE)


def content_policy(inline_scripts: tuple[bytes, ...] = ()) -> str:
    """Return a policy under which nothing loads from elsewhere and only the named inline scripts run.

    >>> "script-src 'self' 'sha256-" in content_policy((b"let a = 1",))
    True
    """
    # 'wasm', 'eval' and javascript: addresses stay forbidden; styles are inline all over Gradio's page.
    hashes = "".join(f" 'sha256-{_digest(script)}'" for script in inline_scripts)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self'{hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'none'",
            "object-src 'none'",
            "frame-src 'none'",
            "worker-src 'none'",
            "form-action 'self'",
            "base-uri 'self'",
            "frame-ancestors 'self'",
        )
    )


def _digest(script: bytes) -> str:
    return base64.b64encode(hashlib.sha256(script).digest()).decode("ascii")


class Shield:
    """ASGI middleware: refuses closed paths, adds the headers, and gives each page its content policy.

    A page is held back until it is whole, because the policy lists the hashes of its inline scripts.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 404 where the door is closed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif CLOSED.search(scope["path"]):
            await _not_found(send)
        else:
            await self.app(scope, receive, _Dressed(send))


class _Dressed:
    """One response on its way out."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            names = {name.lower() for name, _ in message["headers"]}
            extra = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in names]
            message = {**message, "headers": [*message["headers"], *extra]}
            if _is_page(message):
                self.start = message
                return
        elif self.start is not None:
            self.body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self.send(_with_policy(self.start, bytes(self.body)))
            self.start = None
            message = {**message, "body": bytes(self.body)}
        await self.send(message)


def _is_page(message: Message) -> bool:
    return any(n.lower() == b"content-type" and v.startswith(b"text/html") for n, v in message["headers"])


def _with_policy(start: Message, body: bytes) -> Message:
    policy = content_policy(tuple(INLINE_SCRIPT.findall(body)))
    return {**start, "headers": [*start["headers"], (b"content-security-policy", policy.encode())]}


async def _not_found(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": b"There is nothing here."})
