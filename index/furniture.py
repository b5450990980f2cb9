"""The short lines that web pages carry besides their articles, as patterns."""

from __future__ import annotations

import re

_NETWORKS = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|telegram|email|e-mail|mail|instagram|bluesky"
    r"|threads|mastodon|flipboard|tumblr|sms|print|copy link|messenger|pocket|youtube|tiktok|rss)"
)
_PIECES = r"(?:article|story|post|page|recipe|newsletter|episode|video|review|issue|gallery|edition|guide)"

# Whole lines that no article contains. The line is compared without the signs around it and without case.
_CERTAIN = {
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
        (?:sign up|register|subscribe) (?:for|to) (?:our|the) .{3,80}(?:newsletters?|briefing|list).{0,20}
        (?:sign up|register|subscribe) (?:for|to) (?:our|the) .{3,80}(?:updates|bulletin|digest|inbox).{0,20}
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
        (?:related|similar|recommended|suggested) (?:articles?|stories|posts?|topics?|recipes?|threads?)
        (?:related|similar|recommended|suggested) (?:reading|content|news|links?|videos?)
        (?:popular|trending|latest|recent) (?:articles?|stories|posts?|topics?|recipes?|threads?|news|videos?)
        related ?:.*|related|(?:most|more) (?:popular|read|viewed|shared|commented|recent)
        trending(?: now)?|editors?.? picks?
        you (?:may|might) (?:also )?(?:like|enjoy|be interested in)
        recommended for you|explore more|see more \w+|read more
        more \w+ (?:you.ll|you will) (?:love|like).*|more (?:local |world |top )?(?:news|stories)
        also (?:from|in) .{2,40}
        (?:also read|read also|read more|read next|next up|see also|up next|don.t miss) ?:.+
        (?:lesen sie auch|mehr zum thema|(?:à )?lire aussi|lea también|lee también|leggi anche|ver más) ?:.+
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
_LIKELY = r"""
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
    r"(?:share|save|print|download|follow|subscribe|sign|log|register|join|view|see|check|buy|book|get|start|try"
    r"|donate|send|leave|post|reply|quote|copy|gift|browse|explore|discover|shop|find|contact|allow|accept|manage|rate"
    r"|pin|tweet|cite|jump|skip|load|show|enter|notify|unsubscribe|reuse|become|read|learn|submit|order|claim"
    r"|activate|reserve|switch|install)\b",
    re.IGNORECASE,
)


def _whole(table: str) -> re.Pattern[str]:
    table = table.replace("NETWORK", _NETWORKS).replace("PIECE", _PIECES)
    return re.compile("|".join(f"(?:{line.strip()})" for line in table.strip().splitlines()), re.IGNORECASE)


CERTAIN_LINES = {reason: _whole(table) for reason, table in _CERTAIN.items()}
LIKELY_LINE = _whole(_LIKELY)
