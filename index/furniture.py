"""What web pages carry besides their articles, as patterns: whole short lines, and phrases with weights."""

from __future__ import annotations

import re

NETWORKS = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|telegram|email|e-mail|mail|instagram|bluesky|threads|mastodon"
    r"|flipboard|tumblr|sms|print|copy link|messenger|pocket|youtube|tiktok|rss)"
)
PIECES = r"(?:article|story|post|page|recipe|newsletter|episode|video|review|issue|gallery|edition|guide)"

# Whole lines that no article contains. The line is compared without the signs around it and without case.
CERTAIN = {
    "navigation": r"""
        skip to (?:main )?(?:content|navigation|footer)
        jump to (?:navigation|search|recipe|content|comments)
        (?:back|return) to (?:top|home|homepage|the top)
        toggle (?:navigation|menu)|(?:open|close|main) menu
        for other uses,? see .{2,60}|not to be confused with .{2,60}
        from .{2,40}, the free encyclopa?edia
        print recipe|save to (?:my )?recipe box
        (?:previous|next) (?:post|article|story|page|entry)
        modal title|loading\W*|load more.{0,20}
        this page was last (?:edited|modified|updated) on .{6,40}
        zum inhalt springen|aller au contenu|saltar al contenido
        categor(?:y|ies) ?:.*|tags? ?:.*|topics? ?:.*|filed under\b.*|posted in\b.{2,60}
        tagged(?: with)?\b.{2,80}
        (?:in )?reading time ?:? ?\d+ min.*|\d+[ -]min(?:ute)?s?(?: read)?|estimated reading time.*
        \[edit\]|a\s+a(?:\s+a)?|exit mobile version|view (?:all posts|desktop version).*
        (?:view|open) (?:this )?(?:email|newsletter|message|it)? ?in (?:your|a) browser
    """,
    "sharing": r"""
        share (?:this|the) PIECE(?: .{0,30})?
        share(?: this)? (?:on|via|with|to) .{1,30}
        share ?:? ?(?:NETWORK[ ,|/·•]*)+|(?:NETWORK[ ,|/·•]+){2,}(?:and )?NETWORK?
        (?:save|gift|print|email|e-mail|bookmark|listen to|republish) this PIECE
        follow (?:us|me)(?: on .{2,60})?:?|tweet(?: this)?|pin it|copy link
        \d[\d.,k]* (?:shares?|views?|likes?|tweets?|claps?)
        did you (?:make|try) this recipe.*|enjoying .{3,40}\? share it.*
    """,
    "advertisement": r"""
        (?:an? )?advertise?ments?|advertorial|sponsored(?: (?:content|post|links?|by .{2,40}))?
        promoted(?: content)?
        (?:article|story|PIECE) continues (?:below|after).*|continue reading.*
        (?:scroll|keep scrolling) (?:down )?to continue.*
        an? (?:message|word) from our sponsors?|advertise with us|anzeige|werbung|publicité|publicidad
        pubblicità
        (?:view|get|see) (?:the )?(?:deals?|offers?|price)|check (?:the )?(?:price|availability)
        (?:buy|shop|book|order) (?:it )?now(?: .{2,40})?
        price when reviewed.*|.?[$£€]\s?\d[\d.,]* (?:at|from|on) \w+.{0,20}
    """,
    "subscription": r"""
        subscribe (?:now|today|here)\b.{0,30}|(?:yes[ ,]+)?i want to subscribe
        subscribe (?:to|for|on) (?:our|the|your|my) .{3,60}
        (?:sign up|register|subscribe) (?:for|to) (?:our|the) .{3,80}(?:newsletters?|briefing|bulletin|digest|updates|list|inbox).{0,20}
        (?:start|begin|try|get) (?:your |a |my )?free trial.*
        become a (?:member|subscriber|supporter|patron).{0,20}
        already (?:a|an) (?:subscriber|member)\b.*|(?:log|sign) in to (?:read|continue|comment|reply|your).*
        you have \w+ free (?:articles?|stories) .*|unlimited (?:digital )?access .{0,40}
        get unlimited access.*
        (?:enter )?your e-?mail(?: address)?|e-?mail address|unsubscribe(?: .{0,40})?
        (?:update|manage) (?:your |my )?(?:preferences|subscriptions?)
        forwarded this email.*|support the show|make a (?:one-time |monthly )?(?:gift|donation|contribution)
        i agree to receive .*|no credit card (?:required|needed)|newsletter (?:abonnieren|anmeldung)
        s.abonner|suscr[ií]b(?:ete|irse)|jetzt (?:abonnieren|anmelden)
    """,
    "legal notice": r"""
        ©.*|(?:copyright|\(c\)) ?(?:©|\(c\))? ?\d{4}.*|.{0,60}\ball rights reserved\b.{0,40}
        terms (?:of|and|&) (?:use|service|conditions|sale)
        privacy (?:policy|notice|settings|choices|& cookies)
        (?:cookie|cookies) (?:policy|settings|preferences|notice)|do not sell.{0,40}information
        (?:accept|reject|decline|refuse|allow) (?:all(?: cookies)?|cookies)|allow and continue
        manage (?:cookies|preferences|consent)
        reuse (?:this )?content|(?:about|contact) us|imprint|impressum|datenschutz\w*|mentions légales
        aviso legal|disclaimer .*\|.*
        by (?:signing up|subscribing|continuing|clicking|registering)\b.*(?:agree|accept|consent).*
    """,
    "comments": r"""
        (?:no|\d[\d,]*) (?:comments?|replies|responses|reviews?|ratings?|votes?)
        \d(?:\.\d+)? from \d+ (?:votes?|ratings?|reviews?)
        (?:leave|post|write|add|submit) (?:a |your )?(?:reply|comment|response|review).*|cancel reply
        show comments.*
        (?:comments|reviews) are (?:closed|off|disabled).*|be the first to comment.*
        join the (?:conversation|discussion).*
        your e-?mail address will not be published.*|required fields are marked.*|notify me of .*
        save my name.*
        (?:you must (?:be )?)?log(?:ged)? in (?:or register )?to (?:reply|comment|post).*
        reader interactions|rate this \w+|post comment|sign (?:the )?guestbook
        was this (?:\w+ )?(?:helpful|useful)\b.*|members online.*
        (?:posts|joined|messages|reputation) ?: ?.{1,20}
        kommentare? (?:schreiben|lesen)|laisser un commentaire
    """,
    "related links": r"""
        (?:related|similar|recommended|popular|trending|latest|recent|suggested) (?:articles?|stories|posts?|topics?|reading|content|news|links?|videos?|recipes?|threads?)
        related ?:.*|related|(?:most|more) (?:popular|read|viewed|shared|commented|recent)
        trending(?: now)?|editors?.? picks?
        (?:you (?:may|might)(?: also)? (?:also )?(?:like|enjoy|be interested in)|recommended for you|explore more|see more \w+|read more)\W*
        more \w+ (?:you.ll|you will) (?:love|like).*|more (?:local |world |top )?(?:news|stories)
        also (?:from|in) .{2,40}
        (?:also read|read also|read more|read next|next up|see also|up next|don.t miss|lesen sie auch|mehr zum thema|lire aussi|à lire aussi|lea también|lee también|leggi anche|ver más) ?:.+
        cite this page.*
    """,
    "leftover of the page": r"""
        source link|(?-i:SOURCE) .{2,60}|(?:original )?source ?: ?https?://\S+
        read (?:the )?(?:full|original|rest of the|whole) (?:article|story|post)\b.{0,40}
        (?:image|photo) (?:removed|unavailable)|.photo removed.|news provided by
        this (?:article|story|post) (?:first |originally )?appeared (?:first )?on .{2,60}
        (?:please )?enable javascript.*|your browser does not support.*
        allow content provided by a third party.*
    """,
}

# Whole lines that an article could hold, too: they go where something certain or likely stands beside them,
# or where the page's edges are.
LIKELY = r"""
    menu|home|search|sections?|subscribe|log ?in|sign ?(?:in|up)|log in / sign up|register|my account
    account|join|shop|store|podcasts?|videos?
    latest|features?|news(?:letters?)?|opinion|sports?|weather|jobs|archives?|donate|support|contact
    about|careers|status|help|faq
    breaking(?: news)?|live|today.s paper|print|share|save|email|like|reply|quote|report|listen|download
    comments?|edit|talk|read|article
    view history|permalink|contents|table of contents|topics|tags|categories|top|more|menu ?[▾≡]|yes|no
    ok|cancel|close|submit|send|go|ad|ads
    NETWORK|in [A-Z]\w+(?: & \w+)?|[★☆ ]{3,}|\d+ (?:comments?|min)|full story|disclosure
    related topics|about the author
    startseite|anmelden|teilen|drucken|merken|accueil|partager|inicio|compartir|home page|product|pricing
    docs
    more (?:from|in|on|by) .{2,40}|(?:previous|next) ?:.+|terms|privacy|accept|reject|decline|allow
    disclaimers?|cookies
    learn more|find out more|get started|contact sales|click here|join (?:us|now|our \w+)
    download \w+|explore|discover|view all|see all|show (?:more|less)|expand|collapse
"""

# A label that begins with a verb of the interface: "Send flowers", "Browse recipes", "Start free trial".
INTERFACE = re.compile(
    r"(?:share|save|print|download|follow|subscribe|sign|log|register|join|view|see|check|buy|book|get|start|try|donate|send|leave"
    r"|post|reply|quote|copy|gift|browse|explore|discover|shop|find|contact|allow|accept|manage|rate|pin|tweet|cite|jump|skip"
    r"|load|show|enter|notify|unsubscribe|reuse|become|read|learn|submit|order|claim|activate|reserve|switch|install)\b",
    re.IGNORECASE,
)

# Phrases inside longer blocks, and what each weighs. An advertisement needs several, or one that says it all.
PHRASES = {
    3.0: r"""
        enter your e-?mail|already a (?:subscriber|member)\?|you are receiving this|
        free articles? (?:left|remaining|this month)
        (?:affiliate|sponsored) links?.{0,80}(?:disclosure|policy|commission)|
        (?:earn|receive|get) (?:an? )?(?:affiliate |small )?commission
        this (?:episode|post|newsletter|video|podcast) is (?:brought to you|sponsored) by|
        (?:disable|turn off) your ad ?blocker
        ^(?:sign up|subscribe) (?:for|to) (?:our|the|\w+.s)\b.{0,60}\b(?:newsletters?|briefings?|list|updates|tips)\b
        has not been edited by|help by expanding it|available under (?:the |a )?creative commons|
        ^we use cookies|we and our partners (?:use|store)|check your inbox
    """,
    2.0: r"""
        (?:your|their) inbox|cancel any ?time|no credit card|
        support (?:our|independent|local|quality|honest) (?:journalism|reporting|work)
        readers like you|(?:please |)consider (?:subscribing|donating|becoming|supporting)|
        (?:promo|discount|coupon) code|use code \w+
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
        unlimited (?:digital )?access
        (?:for|from) (?:just|only) .?\d|for just .?\d|only .?\d+.{0,10}(?:month|week|year)|as little as|
        free trial|free for \d+ days|become a (?:member|subscriber)|make a (?:gift|donation|contribution)
        don.t miss (?:out|a|our)|never miss an?|be the first to (?:hear|know|get)|follow us|
        if you (?:like|enjoy|love|value)(?:ed)? (?:what you|this|our)
        creative commons|you (?:may|might) unsubscribe|will you (?:make|join|help|support|give)|
        terms (?:may|and conditions) apply|third[- ]part(?:y|ies).{0,40}cookies
        \d+ ?% off|when you buy through|purchase at no (?:additional|extra) cost|auto-generated|
        ^thanks for (?:listening|reading|subscribing|watching)
        love this \w+\?|^tired of .{3,60}\?|best (?:stories|reporting|writing) .{0,40}inbox|
        ^(?:sign up|subscribe|register|join)\b|special offer|^try \w+ free
    """,
    1.0: r"""
        (?:for a )?limited[- ]time|this (?:month|week|weekend) only|today only|
        ends (?:soon|tonight|sunday|monday|friday)|(?:full|complete|entire) (?:\w+ )?archive|
        (?:digital|annual|yearly|monthly|new) subscriptions?
        our (?:newsletters?|subscribers|archives?|readers|suite|(?:free|weekly|daily|monthly|morning|travel|best|latest) \w+|reporting|journalism|community|mission|team|links|sponsors?)
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
CUES = frozenset(
    """
    subscribe subscriber subscribers subscribing subscription subscriptions sign signing newsletter newsletters inbox
    email emails mail cookies cancel credit journalism reporting readers donate donating donation contribution gift
    member members membership offering offer offers exclusive unlimited access free trial code coupon discount % archive
    commission affiliate sponsored sponsor brought blocker edited generated republished redistributed reproduced
    substitute nutrition nutritional expanding marketing promotional permission rate tag follow miss commons purchase
    buy tired limited advertisers supporting partners deals
    """.split()
)

# What speaks for a paragraph of the article.
REPORTED = re.compile(
    r"\b(?:said|says|told|wrote|asked|argues?d?|according to|found that|reported|announced)\b", re.IGNORECASE
)
ADDRESSED = re.compile(r"\b(?:you|your|yours|we|our|ours|us|we.re)\b", re.IGNORECASE)
AUTHOR = re.compile(r"\bI\b|\bmy\b")


def _lines(table: str) -> list[str]:
    """Return the lines of a table; one that ends in a bar goes on."""
    return [line.strip() for line in re.sub(r"\|\n\s*", "|", table).splitlines() if line.strip()]


def _whole(table: str) -> re.Pattern[str]:
    table = table.replace("NETWORK", NETWORKS).replace("PIECE", PIECES)
    return re.compile("|".join(f"(?:{line})" for line in _lines(table)), re.IGNORECASE)


CERTAIN_LINES = {reason: _whole(table) for reason, table in CERTAIN.items()}
LIKELY_LINE = _whole(LIKELY)
WEIGHED = [
    (weight, re.compile(line, re.IGNORECASE)) for weight, table in PHRASES.items() for line in _lines(table)
]
