"""Weighs how much a block of running text advertises: offers, pleas, notices to the page's visitors.

An advertisement speaks to the reader, in the present, about what the page sells; an article about
subscriptions reports. So a block needs several phrases of the trade, or one that says it all, and
reported speech, an author's "I" and length speak against it.
"""

from __future__ import annotations

import re

from index.blocks import TABLE, Block

OFFER = 3.0  # the weight from which a block is an advertisement
PLAIN_OFFER = 5.0  # and from which it is one even where much else looks like one
FEWEST, MOST = 5, 120  # words of an advertisement
LONG, VERY_LONG = 60, 90  # words from which one is unlikely, and more so

# Phrases and what each weighs. Those of one line count once.
_PHRASES = {
    3.0: r"""
        enter your e-?mail|already a (?:subscriber|member)\?|you are receiving this|
        free articles? (?:left|remaining|this month)
        (?:affiliate|sponsored) links?.{0,80}(?:disclosure|policy|commission)|
        (?:earn|receive|get) (?:an? )?(?:affiliate |small )?commission
        this (?:episode|post|newsletter|video|podcast) is (?:brought to you|sponsored) by|
        (?:disable|turn off) your ad ?blocker
        ^(?:sign up|subscribe) (?:for|to) (?:our|the|\w+.s)\b.{0,60}\b(?:newsletter|briefing|list|update)s?\b
        has not been edited by|^we use (?:\w+ ){0,3}cookies|hosted (?:on|by) .{2,30}\bprivacy|^sign up for .{3,80}\b(?:deals|offers|tips|stories|more)\b|help by expanding it|available under (?:the |a )?creative commons|
        we and our partners (?:use|store)|check your inbox
    """,
    2.0: r"""
        (?:your|their) inbox|cancel any ?time|no credit card|
        support (?:our|independent|local|quality|honest) (?:journalism|reporting|work)
        readers like you|(?:please |)consider (?:subscribing|donating|becoming|supporting)|
        (?:promo|discount|coupon) code|use code \w+
        ^to (?:read|continue|keep) .{0,60}(?:subscribe|purchase|log in|sign in|register|subscriber)
        please donate|donate (?:now|today)
        your (?:gift|donation) (?:of|can|will|helps?|makes?|is)
        reader-supported|to receive new posts|support my work|free or paid subscriber
        (?:this|today).{0,12} sponsor is|leave us a (?:rating|review)
        pop your e-?mail|your e-?mail\b.{0,40}(?:box|below|here)
        we.ll (?:let you know|send you|e-?mail you)
        rate and review us|tag (?:us|@)|may not be (?:published|reproduced|republished|redistributed)|
        ^subscribe (?:now|today)\b
        not intended (?:as|to be) a substitute|professional medical advice|
        by (?:continuing|using|signing up|clicking|subscribing)\b.{0,60}\byou (?:agree|consent|accept)
        nutrition(?:al)? information is|provider may be using cookies|get our free|
        keep our (?:reporting|journalism|content|work)
        (?:marketing|promotional) emails?|^all rights reserved|learn more about how we|
        improve your experience|ask for your permission before
    """,
    1.5: r"""
        we(?:.re| are) offering|subscriber-exclusive|
        exclusive (?:content|interviews?|access|offers?|stories|newsletters?)|
        (?:unlimited|full) (?:digital )?access
        (?:for|from) (?:just|only) .?\d|for just .?\d|only .?\d+.{0,10}(?:month|week|year)|as little as|
        enjoy(?:ed|ing) (?:this|our)|free trial|free for \d+ days|become a (?:member|subscriber)|make a (?:gift|donation|contribution)
        don.t miss (?:out|a|our)|never miss an?|be the first to (?:hear|know|get)|follow us|
        if you (?:like|enjoy|love|value)(?:ed)? (?:what you|this|our)
        creative commons|you (?:may|might) unsubscribe|will you (?:make|join|help|support|give)|
        terms (?:may|and conditions) apply|tax[- ]deductible|third[- ]part(?:y|ies).{0,40}cookies
        \d+ ?% off|when you buy through|purchase at no (?:additional|extra) cost|auto-generated|
        subscribe for free|(?:from|for) .?\d+.{0,8} an? (?:month|week)|send (?:us|your) .{0,30}(?:ideas|tips|photos)|
        ^thanks for (?:listening|reading|subscribing|watching)
        love this \w+\?|^tired of .{3,60}\?|best (?:stories|reporting|writing) .{0,40}inbox|
        ^(?:sign up|subscribe|register|join)\b|special offer|^try \w+ free
    """,
    1.0: r"""
        (?:for a )?limited[- ]time|this (?:month|week|weekend) only|today only|
        ends (?:soon|tonight|sunday|monday|friday)|(?:full|complete|entire) (?:\w+ )?archive|
        (?:digital|annual|yearly|monthly|new) subscriptions?
        our (?:newsletters?|subscribers|archives?|readers|suite|reporting|journalism|community|mission)|
        our (?:team|links|sponsors?)|our (?:free|weekly|daily|monthly|morning|travel|best|latest) \w+
        (?:free|weekly|daily|morning) newsletter|no advertisers|for everyone\?|
        (?:first|introductory) (?:month|year|offer)|gift subscription|
        subscribers? (?:read|get|receive|enjoy|have)
    """,
    0.5: r"""
        [$€£]\s?\d|\d+\s?(?:dollars|euros|pounds)|(?:per|a|each) (?:month|week|year)\b|
        \bsubscri(?:be|bers?|ptions?)\b|
        ^(?:access|enjoy|unlock|get|discover|join|explore|save|start|claim|become)\b|\bfree\b|!|half\b
    """,
}

# No advertisement does without one of these words; a quick look before the patterns above.
_CUES = frozenset(
    """
    subscribe subscriber subscribers subscribing subscription subscriptions sign signing newsletter
    newsletters inbox email emails mail cookies cancel credit journalism reporting readers donate
    donating donation contribution gift member members membership offering offer offers exclusive
    unlimited access free trial code coupon discount % archive commission affiliate sponsored sponsor
    brought blocker edited generated republished redistributed receive ideas full rating hosted enjoyed enjoying cents supported reproduced substitute nutrition
    nutritional expanding marketing promotional permission rate tag follow miss commons purchase buy
    tired limited advertisers supporting partners deals
    """.split()
)
_WORD = re.compile(r"[^\W\d_]+|%")
_REPORTED = re.compile(
    r"\b(?:said|says|told|wrote|asked|argues?d?|according to|found that|reported|announced)\b", re.IGNORECASE
)
_ADDRESSED = re.compile(r"\b(?:you|your|yours|we|our|ours|us)\b", re.IGNORECASE)
_AUTHOR = re.compile(r"\bI\b|\bmy\b(?! work)")


def _compiled(table: str) -> list[re.Pattern[str]]:
    """Return one pattern a line; a line that ends in a bar goes on."""
    lines = re.sub(r"\|\n\s*", "|", table).splitlines()
    return [re.compile(line.strip(), re.IGNORECASE) for line in lines if line.strip()]


_WEIGHED = [(weight, pattern) for weight, table in _PHRASES.items() for pattern in _compiled(table)]


def offer_weight(block: Block) -> float:
    """Return how much a block reads like an advertisement, 0 where nothing does.

    >>> offer_weight(Block("Sign up for our newsletter and get it in your inbox!")) > OFFER
    True
    """
    text = block.text
    if (
        not FEWEST <= block.words <= MOST
        or block.kind == TABLE
        or _CUES.isdisjoint(_WORD.findall(text.lower()))
    ):
        return 0.0
    found = [weight for weight, pattern in _WEIGHED if pattern.search(text)]
    if not found or (max(found) < 2 and not _ADDRESSED.search(text)):
        return 0.0
    against = 1.5 * bool(_REPORTED.search(text)) + 1.0 * bool(_AUTHOR.search(text))
    against += 1.0 * text.startswith(("“", '"', "‘", "'"))
    return sum(found) - against - 1.5 * (block.words > LONG) - 1.5 * (block.words > VERY_LONG)
