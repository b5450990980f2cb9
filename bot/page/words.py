"""Every word the page speaks, in one place: short, plain, ready to be translated."""

from __future__ import annotations

NAME = "Footnote"
TAGLINE = "Ask the article. Check every answer."

# The chat
CHAT = "Conversation"
NEW = "New conversation"
QUESTION = "Your question"
QUESTION_HINT = "Ask about the article …"
EMPTY_LINE = "Every sentence of an answer is quoted from the text, and numbered so that you can check it."
GENERIC_QUESTIONS = ("Who wrote this?", "When was this published?", "What is this about?")
ABOUT_NAME = "What does it say about {name}?"

# While a question waits
READING = "Reading the article …"
QUEUED = "Still warming up. Your question is kept and will be answered in a moment."

# An answer
SOURCES = "Sources"
VERDICTS = {"yes": "Yes.", "no": "No."}
READ_AS = "Read as:"
PAGE = "page {number}"
BEFORE = "Said just before:"
CONFIDENCE = "Confidence {percent} %"
HELD_BACK = "Held back, because the article does not carry it"
COPY = "Copy with sources"
COPIED = "Copied"
VERIFY = "Verify"
EDIT = "Edit"
STOP = "Stop"
STOPPED = "Stopped before anything was proven."
EXPORT = "Export"

# A statement that is checked
STATEMENT = "Check:"
CHECK = "Check as a statement"
CARRIED = "The article carries this."
NOT_CARRIED = "The article does not carry this."
QUOTED = "Carried by"
CONFIDENCE_CARRIED = "Probability that it is carried: {percent} %"

# A refusal
DOES_NOT_SAY = "The article does not say."
MISSING = "Never mentioned in the article:"
NEAREST = "Nearest passages"
NOT_AN_ANSWER = "not an answer"

# The article
ARTICLE = "Article"
ARTICLES = "Articles"
THE_ARTICLE = "The article"
BACK = "Back to the answer"
SHOWN = "Quotation {number} is shown in the article. Press Escape to go back to the answer."
LEFT_OUT = "Left out: {blocks}"
LEFT_OUT_WHY = "Parts of the source that are not the article. They are never searched or quoted."

# Getting ready
WARMING_READ = "Opening the article …"
WARMING_INDEX = "Warming up. You can ask already; the first answer comes in a few seconds."
INDEXED = "{percent} % is indexed."
FAILED = "Footnote could not open the article"
FAILED_REMEDY = "Mend this, then start Footnote again."

# Requests that cannot be answered
BUSY = (
    "{count} questions are already waiting, which is the most this server takes; try again in a few seconds"
)
LATE = (
    "the article was still loading after {seconds} seconds; look at /readyz and ask again when it says ready"
)
BROKEN = "the question could not be answered because of a fault in the program; its log has the details"


def counted(count: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "block"), counted(7, "block")
    ('1 block', '7 blocks')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
