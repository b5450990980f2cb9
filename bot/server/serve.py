"""The plain HTTP doors: /v1/…, /healthz, /readyz, the article's own page, the page's files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from bot.page import words
from bot.page.pane import article_page, failure
from bot.page.view import Shell, shell
from bot.server.errors import RequestError, ToldError
from bot.server.proofs import CheckObject, ReportObject, check_object, export_text, report_object
from bot.server.schema import (
    AnswerObject,
    AskRequest,
    CheckRequest,
    ErrorObject,
    PassageObject,
    SearchRequest,
    explain,
)
from bot.server.service import Service, answer_object, passage_objects
from bot.server.shield import Shield

STATIC = Path(__file__).parents[1] / "page" / "static"
FILES = {
    "page.css": "text/css",
    "page.js": "text/javascript",
    "serif.woff2": "font/woff2",
    "sans.woff2": "font/woff2",
    "icon.png": "image/png",
}
LARGEST_BODY = 8_000_000  # bytes; an export carries the receipts of a whole conversation
ANYWHERE = {"0.0.0.0", "::", ""}


def make_app(service: Service, *, host: str = "127.0.0.1") -> FastAPI:
    """Return the application with everything but the page, which is mounted beside it."""
    app = FastAPI(
        title=words.NAME,
        docs_url=None,  # its page would load scripts from another host
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        max_body_size=LARGEST_BODY,
    )
    app.add_middleware(CORSMiddleware, allow_origins=[])  # with one of ours, Gradio adds none of its own
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=_hosts(host))
    app.add_middleware(Shield)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ToldError, _told)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _broken)
    _add_questions(app, service)
    _add_health(app, service)
    _add_pages(app, service)
    return app


def _hosts(host: str) -> list[str]:
    # Served to the whole network, any name may lead here; otherwise a foreign name is an attack.
    return ["*"] if host in ANYWHERE else ["localhost", "127.0.0.1", "[::1]", host]


def _add_questions(app: FastAPI, service: Service) -> None:
    errors: dict[int | str, dict[str, Any]] = {code: {"model": ErrorObject} for code in (422, 503)}

    @app.post("/v1/ask", responses=errors)
    def ask(request: AskRequest) -> AnswerObject:
        """Answer a question with citations, or refuse and say why."""
        return answer_object(service, request.model_dump())

    @app.post("/v1/search", responses=errors)
    def search(request: SearchRequest) -> list[PassageObject]:
        """Return the passages that fit a question, best first."""
        return passage_objects(service, request.model_dump())

    @app.post("/v1/check", responses=errors)
    def check(request: CheckRequest) -> CheckObject:
        """Say whether the articles carry a statement."""
        return check_object(service, request.model_dump())

    @app.post("/v1/export", responses=errors)
    def export(receipts: list[dict[str, Any]]) -> PlainTextResponse:
        """Join saved answers to one conversation in Markdown with footnotes, which can be verified later."""
        return PlainTextResponse(export_text(receipts), media_type="text/markdown; charset=utf-8")

    @app.post("/v1/verify", responses=errors)
    def verify(receipt: dict[str, Any]) -> ReportObject:
        """Prove every quotation of a saved answer again, or name what changed."""
        return report_object(service, receipt)


def _add_health(app: FastAPI, service: Service) -> None:
    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Say that the process is up."""
        return {"status": "up"}

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        """Say whether questions are answered at once: 200, or 503 while it loads and when it failed."""
        report = service.report()
        return JSONResponse(report, 200 if report["stage"] == "ready" else 503)


def _add_pages(app: FastAPI, service: Service) -> None:
    @app.get("/article", include_in_schema=False)
    async def article() -> HTMLResponse:
        if service.failure:
            return HTMLResponse(failure(service.failure), 503)
        return HTMLResponse(article_page(service.documents), 200 if service.documents else 503)

    @app.get("/footnote/shell", include_in_schema=False)
    def around(seen: str = "") -> Shell:
        return shell(service, seen=seen)

    @app.get("/footnote/{name}", include_in_schema=False)
    async def file(name: str) -> FileResponse:
        if name not in FILES:
            raise RequestError(f"there is no file {name!a}; there are {', '.join(FILES)}")
        return FileResponse(STATIC / name, media_type=FILES[name], headers={"cache-control": "no-cache"})


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return JSONResponse({"error": explain(list(error.errors()))}, 422)


async def _told(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ToldError)
    return JSONResponse({"error": str(error)}, error.status)


async def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": str(error.detail)}, error.status_code, error.headers)


async def _broken(_: Request, __: Exception) -> JSONResponse:  # Starlette logs the error itself
    return JSONResponse({"error": words.BROKEN}, 500)
