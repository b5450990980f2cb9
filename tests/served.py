"""A server for tests: the real application on a free port, in a thread of this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

import app
from bot.server.listen import address_of, free_socket
from bot.server.service import Service
from index.document import Document, Heading, SetAside, Span
from tests.scripted import scripted_service

LIGHTHOUSE = """The Keeper of Skerry Rock

by Morag Flett

A light was built on Skerry Rock in 1811. The tower is 35 metres tall and took four years to raise. \
It cost 42,000 pounds, which was far more than the harbour could pay.

The storm

In the winter of 1844 a storm broke the lamp. 🌊🌊 After the storm the keeper rowed 12 miles for oil. \
He returned with café\u0301 crème and one spare wick. Nobody on the mainland had seen the light go out.

The keeper kept a diary of birds. It names 97 kinds, and the last page is about a goose. \
The diary is in the museum at Wick today. Visitors may read it on Sundays.

""" + "\n\n".join(
    f"Chapter {number} of the record tells of quiet nights, of oil and of ropes, and of nothing else at all; "
    "the keeper wrote it down all the same, because a quiet night was what the light was for."
    for number in range(1, 25)
)

HOSTILE_TITLE = "<img src=x onerror=alert(1)> ![t](http://evil.example/title.png) <b>Bold</b>"
HOSTILE = f"""{HOSTILE_TITLE}

Poison apples number 66 <script>alert("script")</script> in the orchard. \
Poison pears <img src="http://evil.example/p.png" onerror="alert(2)"> hang ![x](//evil.example/m.png) low. \
Poison plums <svg><a href="javascript:alert(3)"><text>click</text></a></svg> fall late.

<style>body {{ display: none }}</style> Poison figs $$\\href{{javascript:alert(4)}}{{x}}$$ and \
<details open ontoggle="alert(5)"><summary>s</summary></details> grow </p></article></section> wild. \
Poison dates <form action="http://evil.example/f"><input></form> say [1] and [9](article#abc/p0-5) often."""

EXAMPLES = ("How many metres tall is the tower?", "How many miles were rowed for oil after the storm?")


def lighthouse() -> Document:
    start = LIGHTHOUSE.index("The storm")
    aside = (SetAside("Subscribe for £1!", "an offer"), SetAside("Source link", "a leftover of the page"))
    by = LIGHTHOUSE.index("Morag")
    return Document(
        LIGHTHOUSE,
        "The Keeper of Skerry Rock",
        Span(0, 25),
        ("Morag Flett",),
        Span(by, by + 11),
        headings=(Heading(Span(start, start + 9), 2),),
        set_aside=aside,
        url="https://example.org/skerry?a=1&b=2",
    )


def hostile() -> Document:
    return Document(HOSTILE, HOSTILE_TITLE, set_aside=(SetAside(HOSTILE_TITLE, HOSTILE_TITLE),))


@dataclass(frozen=True)
class Served:
    """A running server: where it is and what it serves."""

    address: str
    service: Service


@contextmanager
def served(service: Service) -> Iterator[Served]:
    listening = free_socket("127.0.0.1", 0)
    config = uvicorn.Config(app.make_server(service), log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    service.start()
    while not server.started:
        time.sleep(0.02)
    yield Served(address_of(listening, "127.0.0.1"), service)
    server.should_exit = True
    thread.join(10)


def two_articles() -> Service:
    documents: Sequence[Document] = [lighthouse(), hostile()]
    return scripted_service(documents, examples=EXAMPLES)
