"""What is typed into a question box and is no question about the article: greetings, orders, code."""

from __future__ import annotations

import re

GREETING = re.compile(
    r"^\W*(?:hi|hiya|hello|hey|yo|howdy|greetings|good (?:morning|afternoon|evening|night|day)|thanks?"
    r"|thank you|thx|cheers|bye|goodbye|see you|ok|okay|cool|nice|great|lol|how are you|how'?s it going"
    r"|what'?s up|who are you|what are you|what(?:'s| is) your name"
    r"|are you (?:a |an )?(?:bot|robot|ai|human|real)\w*|tell me a joke|are you there|test(?:ing)?)"
    r"(?: (?:there|all|bot|everyone|again|so much|very much|a lot|today|doing))*\W*$",
    re.IGNORECASE,
)
ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass) (?:(?:all|any|every|of|the|these|those) )*"
    r"(?:your|my|previous|prior|earlier|above|preceding|former|system) (?:\w+ )?"
    r"(?:instruction|prompt|rule|guideline)"
    r"|\b(?:system prompt|developer mode|jailbreak|you are now|pretend (?:to be|that you|you)|roleplay"
    r"|act as (?:a|an|if))\b"
    r"|^\W*(?:(?:please|can you|could you|would you|will you) )*"
    r"(?:write|compose|draft|generate|create|code|program|implement|translate|draw|paint|sing|rewrite|rephrase"
    r"|proofread|calculate|compute|solve|play|print|repeat)"
    r" (?:me |us |a |an |the |some |this |that |my |it\b|in |into |out |after )",
    re.IGNORECASE,
)
CODE = re.compile(
    r"```|<script\b|</\w+>"
    r"|^\s*(?:def|class|import|from|function|const|let|var|public|#include|SELECT|INSERT|DROP|UPDATE)\b.*[;:({=*]"
    r"|\b(?:console\.log|System\.out|os\.system|rm -rf|DROP TABLE|SELECT \*)",
    re.MULTILINE,
)

GREETING_REPLY = "Hello. I only answer questions about the article: ask me what it says."
ORDER_REPLY = "That is a task rather than a question about the article; ask me what the article says."
CODE_REPLY = "That looks like code rather than a question about the article; ask me what the article says."


def decline(question: str) -> str | None:
    """Return a kind sentence for what is not a question about the article, or None for what may be one.

    >>> decline("Hello there!") == GREETING_REPLY
    True
    >>> decline("Hello Kitty: who owns it?") is None
    True
    """
    for pattern, reply in ((GREETING, GREETING_REPLY), (ORDER, ORDER_REPLY), (CODE, CODE_REPLY)):
        if pattern.search(question):
            return reply
    return None
