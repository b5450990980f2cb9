"""The page and the endpoints: layout and wiring, no logic."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

if __name__ == "__main__":  # before anything that may have to be installed first
    from bot.setup.environment import ensure

    ensure()

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

from bot.page import words
from bot.page.conversation import Conversation
from bot.page.view import welcome
from bot.server.endpoints import endpoints
from bot.server.listen import address_of, free_socket, serve
from bot.server.quiet import be_quiet
from bot.server.service import Service, open_service
from bot.settings import read_settings

HEAD = '<link rel="stylesheet" href="footnote/page.css"><script src="footnote/page.js" defer></script>'
# Parts of Gradio that would show, keep or serve more than the page needs.
OFF: dict[str, Any] = dict.fromkeys(
    ("show_error", "run_history", "enable_monitoring", "mcp_server", "ssr_mode", "pwa"), False
)
POLL = 0.2  # seconds between two looks at how far loading is
LONGEST_QUEUE = 64
MOST_SESSIONS = 1_000
FORGOTTEN_AFTER = 7_200  # seconds a conversation is kept once its page is closed


class Buttons(NamedTuple):
    """The buttons under the question."""

    check: gr.Button
    stop: gr.Button
    new: gr.Button


def make_page(service: Service) -> gr.Blocks:
    """Return the page: the chat beside the article, and the endpoints that programs call."""
    # Gradio takes seconds to import, and looks up the types of our functions among this module's names.
    global gr  # noqa: PLW0603
    import gradio as gr

    page = gr.Blocks(title=words.NAME, fill_height=True, fill_width=True, analytics_enabled=False)
    with page:
        # The bar and the article stand beside this: page.js puts them there, from bot/page/view.py.
        with gr.Column(elem_id="fn-chat"):
            chat = gr.Chatbot(
                label=words.CHAT,
                show_label=False,
                elem_id="fn-log",
                render_markdown=False,  # messages are HTML, escaped in bot/page/render.py …
                sanitize_html=True,  # … and once more here
                allow_tags=False,
                latex_delimiters=[],
                buttons=[],
                height=None,
                layout="panel",
            )
            box = gr.Textbox(
                label=words.QUESTION,
                placeholder=words.QUESTION_HINT,
                show_label=False,
                container=False,
                submit_btn=True,
                max_lines=6,
                autofocus=True,
                elem_id="fn-box",
            )
            with gr.Row(elem_id="fn-actions"):
                check = gr.Button(words.CHECK, elem_id="fn-check", size="sm")
                stop = gr.Button(words.STOP, elem_id="fn-stop", size="sm")  # shown while a model writes
                gr.Button(words.EXPORT, elem_id="fn-export", size="sm")  # page.js does it
                new = gr.Button(words.NEW, elem_id="fn-new", size="sm")
        wire_chat(service, page, chat, box, Buttons(check, stop, new))
        wire_welcome(service, page, chat)
        wire_endpoints(service)
    page.queue(max_size=LONGEST_QUEUE, default_concurrency_limit=8, api_open=False)
    return page


def wire_chat(service: Service, page: gr.Blocks, chat: gr.Chatbot, box: gr.Textbox, buttons: Buttons) -> None:
    """Show a question at once, and answer it when its turn has come."""
    # One object for each visitor, changed in place: two questions in a row may be received at once.
    conversation = gr.State(Conversation(), time_to_live=FORGOTTEN_AFTER)
    outputs = [conversation, chat]  # page.js empties the box, unless something else is typed already

    def receive(question: str, conversation: Conversation, statement: bool = False) -> tuple[Any, ...]:
        conversation.add(question, statement=statement)
        return conversation, conversation.messages(service)

    def receive_example(conversation: Conversation, chosen: gr.EventData) -> tuple[Any, ...]:
        return receive(chosen.value["text"], conversation)

    def reply(conversation: Conversation, request: gr.Request) -> Iterator[Any]:
        answering[request.session_hash] = conversation
        for _ in conversation.answer_next(service):
            yield conversation.messages(service)

    def leave(request: gr.Request) -> None:
        answering.pop(request.session_hash, Conversation()).stop()

    def stop_writing(conversation: Conversation) -> None:
        conversation.stop()

    def begin_anew(conversation: Conversation) -> tuple[Any, ...]:
        conversation.clear()
        return conversation, []

    answering: dict[str | None, Conversation] = {}  # by session: who leaves holds nobody up
    quiet = {"show_progress": "hidden", "trigger_mode": "multiple", "api_visibility": "private"}
    at_once: dict[str, Any] = {"queue": False, **quiet}
    in_turn: dict[str, Any] = {"concurrency_id": "ask", "concurrency_limit": 1, **quiet}
    typed = box.submit(receive, [box, conversation], outputs, **at_once)
    chosen = chat.example_select(receive_example, conversation, outputs, **at_once)
    stated = buttons.check.click(partial(receive, statement=True), [box, conversation], outputs, **at_once)
    for received in (typed, chosen, stated):
        received.then(reply, conversation, chat, **in_turn)
    buttons.stop.click(stop_writing, conversation, None, **at_once)
    page.unload(leave)
    buttons.new.click(begin_anew, conversation, outputs, **at_once)


def wire_welcome(service: Service, page: gr.Blocks, chat: gr.Chatbot) -> None:
    """Keep the empty conversation of a newly opened page up to date until everything is loaded."""

    async def follow() -> AsyncIterator[Any]:
        shown, finished = None, False
        while not finished:
            finished, now = service.finished, (service.documents, service.examples)
            if now != shown:
                examples = [{"text": question} for question in service.examples]
                yield gr.update(placeholder=welcome(service.documents), examples=examples)
                shown = now
            await asyncio.sleep(0 if finished else POLL)

    page.load(follow, None, chat, concurrency_limit=None, show_progress="hidden", api_visibility="private")


def wire_endpoints(service: Service) -> None:
    """Publish the endpoints that programs call; they wait in one line with the page's questions."""
    for endpoint in endpoints(service, error=partial(gr.Error, print_exception=False)):
        gr.events.api(endpoint, api_name=endpoint.__name__, concurrency_id="ask", concurrency_limit=1)


def make_server(service: Service, *, host: str = "127.0.0.1") -> FastAPI:
    """Return the whole application: the plain endpoints and the page mounted beside them."""
    be_quiet()
    from bot.server.serve import STATIC, make_app

    app, page = make_app(service, host=host), make_page(service)
    page.state_session_capacity = MOST_SESSIONS
    gr.mount_gradio_app(
        app,
        page,
        "/",
        head=HEAD,
        favicon_path=str(STATIC / "icon.png"),
        footer_links=["api", "settings"],
        **OFF,
    )
    page.has_launched = True  # mounted pages are not, and only launched ones check the paths of files
    return app


def main(argv: Sequence[str] | None = None) -> int:
    """Open the page on the sources named, or on the shipped article; return the exit status."""
    parser = argparse.ArgumentParser(prog="app.py", description=words.TAGLINE)
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help="an article, or a folder that `python -m bot index` made; none: the article that ships",
    )
    parser.add_argument("--reader", help="built-in (the default), remote:MODEL or local:MODEL")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (%(default)s: only here)")
    parser.add_argument("--port", type=int, default=7860, help="port (%(default)s, or the next free one)")
    parser.add_argument("--no-browser", action="store_true", help="do not open the page in the browser")
    options = parser.parse_args(argv)

    try:
        settings = read_settings(reader=options.reader)
        listening = free_socket(options.host, options.port)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    service = open_service(options.sources, settings=settings)
    app, address = make_server(service, host=options.host), address_of(listening, options.host)
    print(f"{words.NAME} is open at {address}", flush=True)
    serve(app, listening, before=service.start, open_page=None if options.no_browser else address)
    return 0


if __name__ == "__main__":
    sys.exit(main())
