"""The short lines that web pages carry besides their articles, as patterns."""

from __future__ import annotations

import re

_NETWORKS = (
    r"(?:facebook|twitter|linkedin|whatsapp|pinterest|reddit|telegram|email|e-mail|mail|instagram|bluesky"
    r"|threads|mastodon|flipboard|tumblr|sms|print|copy link|messenger|pocket|youtube|tiktok|rss|spotify|(?:apple|google) podcasts|patreon|discord)"
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
        categor(?:y|ies) ?:.{0,60}|tags? ?:.{0,60}|topics? ?:.{0,60}|filed under\b.{0,60}|posted in\b.{2,60}
        tagged(?: with)?\b.{2,80}
        (?:in )?reading time ?:? ?\d+ min.{0,60}|\d+[ -]min(?:ute)?s?(?: read)?|estimated reading time.{0,60}
        \d+ (?:min(?:ute)?s?|hours?|days?|weeks?) ago
        \[edit\]|a\s+a(?:\s+a)?|exit mobile version|view (?:all posts|desktop version).{0,60}
        (?:view|open) (?:this )?(?:email|newsletter|message|it)? ?in (?:your|a) browser
        (?:primary|main|site) (?:menu|navigation|index)|post navigation|search for:?|accessibility (?:links|help)
        (?:←|→)? ?(?:older|newer) (?:posts?|entries)(?: ?→)?|sort(?:ed)? by:?.{0,20}|highest score.{0,12}
        open in (?:the )?app|get the app|start writing|text to speech|download (?:the )?(?:full )?(?:pdf|citation|app|report|paper|brief|study|transcript|slides).{0,20}
        metrics(?: details)?|[\d.,]+k? (?:accesses|citations|altmetric|downloads)|author information|get shareable link
        (?:rights|reprints) and permissions|about this article|ethics declarations
        report (?:a|an|this) (?:problem|issue|error|ad|comment|post).{0,30}|aa
        (?:basket|cart|bag) \(\d+\)|add to (?:cart|basket|bag|calendar|wishlist|favou?rites)
    """,
    "picture": r"""
        (?:image|photo|picture|video) (?:source|credit|caption|by),?:?.{0,60}|getty images.{0,60}
        .{0,40}\b(?:view|see|enlarge) (?:this |the )?image\b.{0,30}|.{0,80}\bacquire licensing rights
    """,
    "sharing": r"""
        share (?:this|the) PIECE(?: .{0,30})?
        share(?: this)? (?:on|via|with|to) .{1,30}
        (?:share|like) this:?|like loading.{0,60}|click to (?:share|e-?mail|print|copy)\b.{0,60}
        share ?:? ?(?:NETWORK[ ,|/·•]*)+|(?:NETWORK[ ,|/·•]+){2,}(?:and )?NETWORK?
        (?:save|gift|print|email|e-mail|bookmark|listen to|republish|share|tweet|report|embed|like) this \w+
        follow (?:us|me)(?: on .{2,60})?:?|tweet(?: this)?|pin it|copy link
        \d[\d.,k]* (?:shares?|views?|likes?|tweets?|claps?|followers?)
        viewed [\d.,km]+ times|anyone you share .{0,60}
        did you (?:make|try) this recipe.{0,60}|enjoying .{3,40}\? share it.{0,60}
    """,
    "advertisement": r"""
        (?:an? )?advertise?ments?|advertorial|sponsored(?: (?:content|post|links?|by .{2,40}))?
        promoted(?: content)?
        (?:article|story|PIECE) continues (?:below|after).{0,60}|continue reading.{0,60}
        (?:scroll|keep scrolling) (?:down )?to continue.{0,60}
        an? (?:message|word) from our sponsors?|advertise with us|anzeige|werbung|publicité|publicidad
        pubblicità
        (?:view|get|see) (?:the )?(?:deals?|offers?|price)|check (?:the )?(?:price|availability)
        (?:buy|shop|book|order) (?:it )?now(?: .{2,40})?
        (?:book|get|buy) tickets|free (?:shipping|delivery)(?: .{2,40})?|gift cards?
        price when reviewed.{0,60}|.?[$£€]\s?\d[\d.,]* (?:at|from|on) \w+.{0,20}
    """,
    "subscription": r"""
        subscribe (?:now|today|here|for .?\d)\b.{0,30}|(?:yes[ ,]+)?i want to subscribe
        subscribe (?:to|for|on) (?:our|the|your|my) .{3,60}
        (?:sign up|register|subscribe) (?:for|to) (?:our|the) .{3,80}(?:newsletters?|briefing|list).{0,20}
        (?:sign up|register|subscribe) (?:for|to) (?:our|the) .{3,80}(?:updates|bulletin|digest|inbox).{0,20}
        (?:start|begin|try|get) (?:your |a |my )?free trial.{0,20}
        become a (?:member|subscriber|supporter|patron).{0,20}
        already (?:a|an) (?:subscriber|member)\b.{0,60}|(?:log|sign) in to (?:read|continue|comment|reply|your).{0,60}
        you have \w+ free (?:articles?|stories) .{0,60}|unlimited (?:digital )?access .{0,40}
        get unlimited access.{0,60}
        (?:enter )?your e-?mail(?: address)?|e-?mail address|unsubscribe(?: .{0,40})?
        (?:update|manage) (?:your |my )?(?:preferences|subscriptions?)
        ready for more\?|(?:discover|get) more from .{2,60}|sign up here|join (?:today|the list|our list)
        forwarded this email.{0,60}|support the show|make a (?:one-time |monthly )?(?:gift|donation|contribution)
        (?:i agree to|yes, |contact me with|receive e?-?mails? from) .{5,80}|to (?:read|continue) .{0,40}(?:subscribe|log in).{0,60}
        i agree to receive .{0,60}|no credit card (?:required|needed)|newsletter (?:abonnieren|anmeldung)
        s.abonner|abonnez-vous .{3,40}|suscr[ií]b(?:ete|irse)|jetzt (?:abonnieren|anmelden)
    """,
    "legal notice": r"""
        ©.{0,60}|(?:copyright|\(c\)) ?(?:©|\(c\))? ?\d{4}.{0,60}|.{0,60}\ball rights reserved\b.{0,40}
        terms (?:of|and|&) (?:use|service|conditions|sale)
        privacy (?:policy|notice|settings|choices|& cookies)
        (?:cookie|cookies) (?:policy|settings|preferences|notice)|do not sell.{0,40}information
        (?:accept|reject|decline|refuse|allow) (?:all(?: cookies)?|cookies)|allow and continue
        (?:accept|reject|view|set|hide|change|manage) (?:\w+ )?cookies?(?: \w+)?|cookies on .{2,40}
        all content is available under .{0,60}|registered charity.{0,30}|our standards:.{0,60}|all quotes delayed.{0,60}
        .{2,60} not responsible for the content of external (?:inter)?(?:net )?sites.{0,60}
        (?:proudly )?powered by .{2,60}
        manage (?:cookies|preferences|consent)
        reuse (?:this )?content|(?:about|contact) us|imprint|impressum|datenschutz\w*|mentions légales
        aviso legal|disclaimer .{0,60}\|.{0,60}
        by (?:signing up|subscribing|continuing|clicking|registering)\b.{0,60}(?:agree|accept|consent).{0,60}
    """,
    "comments": r"""
        (?:no|\d[\d,]*) (?:comments?|replies|responses|reviews?|ratings?|votes?|answers?|thoughts? on .{0,60})
        (?:asked|answered|edited|modified|commented) .{2,30}(?:\bago|\bat \d+:\d+.{0,8})|your answer
        improve this (?:question|answer)|discussion about this \w+|not the answer you.re looking for.{0,60}
        thanks for (?:contributing|your (?:answer|comment|feedback)).{0,60}|hot network questions
        \d(?:\.\d+)? from \d+ (?:votes?|ratings?|reviews?)
        (?:leave|post|write|add|submit) (?:a |your )?(?:reply|comment|response|review).{0,60}|cancel reply
        show comments.{0,60}
        (?:comments|reviews) are (?:closed|off|disabled).{0,60}|be the first to (?:comment|like|review).{0,20}
        join the (?:conversation|discussion).{0,60}
        your e-?mail address will not be published.{0,60}|required fields are marked.{0,60}|notify me of .{0,60}
        save my name.{0,60}
        (?:you must (?:be )?)?log(?:ged)? in (?:or register )?to (?:reply|comment|post).{0,60}
        reader interactions|rate this \w+|post comment|sign (?:the )?guestbook
        (?:was|is) this (?:\w+ )?(?:helpful|useful)\b.{0,60}|help us improve\b.{0,60}|don.t include personal or .{0,60}|members online.{0,60}
        (?:posts|joined|messages|reputation) ?: ?.{1,20}
        kommentare? (?:schreiben|lesen)|laisser un commentaire
    """,
    "related links": r"""
        (?:related|similar|recommended|suggested) (?:articles?|stories|posts?|topics?|recipes?|threads?)
        (?:related|similar|recommended|suggested) (?:reading|content|news|links?|videos?)
        (?:popular|trending|latest|recent) (?:articles?|stories|posts?|topics?|recipes?|threads?|news|videos?)
        related ?:.{0,60}|related|(?:most|more) (?:popular|read|viewed|shared|commented|recent)
        trending(?: now)?|editors?.? picks?
        you (?:may|might) (?:also )?(?:like|enjoy|be interested in)
        recommended (?:for you|from .{2,30})|explore more|see (?:more|all) .{2,20}|read (?:more|next)
        more on this (?:story|topic)|related (?:internet |external )?links|elsewhere on .{2,30}|(?:today.s )?top (?:stories|headlines)
        more \w+ (?:you.ll|you will) (?:love|like).{0,60}|more (?:local |world |top )?(?:news|stories)
        also (?:from|in) .{2,40}
        (?:also read|read also|read more|read next|next up|see also|up next|don.t miss) ?:.+
        (?:lesen sie auch|mehr zum thema|(?:à )?lire aussi|lea también|lee también|leggi anche|ver más) ?:.+
        cite this page.{0,60}
    """,
    "leftover of the page": r"""
        (?:in|out of) stock.{0,30}|was [$£€].{1,10}|customer reviews|temps de lecture.{0,20}
        source link|(?-i:SOURCE) .{2,60}|(?:original )?source ?: ?https?://\S+
        read (?:the )?(?:full|original|rest of the|whole) (?:article|story|post)\b.{0,40}
        (?:image|photo) (?:removed|unavailable)|.photo removed.|news provided by
        this (?:article|story|post) (?:first |originally )?appeared (?:first )?on .{2,60}
        (?:please )?enable javascript.{0,60}|your browser does not support.{0,60}
        allow content provided by a third party.{0,60}
    """,
}

# Whole lines that an article could hold, too: they go where something certain or likely stands beside them,
# or where the page's edges are.
_LIKELY = r"""
    apply(?: now)?|back to .{2,20}|similar \w+|related \w+|get alerts.*|live feed|key events|updated at .{2,12}|zoom
    current issue|back issues|issue (?:no\.? ?)?\d+|contributors|masthead|submissions|[$€£]\d[\d,.]*|other amount
    take action|sign the petition|get involved|who we are|what we do|plan your visit|exhibitions?|collections?|tickets?
    published in our .{2,30}|load (?:older|newer) .{2,20}|show \d+ new .{2,20}
    play|place an ad|stay connected|connect with us|e-edition|obituaries|about us|home page
    menu|home|search|sections?|subscribe|log ?in|sign ?(?:in|up)|log in / sign up|register|my account
    account|join|shop|store|podcasts?|videos?
    latest|features?|news(?:letters?)?|opinion|sports?|weather|jobs|archives?|donate|support|contact
    about|careers|status|help|faq|visit|membership|basket|cart|what.s on|our story|services|blog|press|events
    calendar|gallery|resources|community|members|world|business|markets|technology|tech|politics|culture|science
    health|travel|food|style|arts|entertainment|lifestyle|education|environment|money|local|obituaries|puzzles
    reviews|shop all|my news|follow(?:ing)?|written by .{3,40}|shipping(?: .{2,20})?
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
    r"(?:share|save|print|download|follow|subscribe|sign|log|register|join|view|see|check|buy|book|get|start|try|apply"
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
# A count without a word, such as that of likes: furniture in the middle of furniture only.
COUNT_LINE = re.compile(r"[-–—]{1,3}|\d+:\d\d(?: ?[|/] ?\d+:\d\d)?|\d[\d.,]{0,6}[km]?", re.IGNORECASE)
# Of the likely ones, what may head a short section at the end of an article.
SECTION_LINE = re.compile(
    r"contact|support|help|faq|about|disclosure|services|members(?:hip)?|events", re.IGNORECASE
)
_SIGNS = " \t•·›»«‹>→←↑↓▶►▾▼…–—-*|[](){}:.!,\"'“”"
_CRUMBS = re.compile(r"\s*[|›»>•·/]\s*")


def bare(text: str) -> str:
    """Return a line without the signs around it, on one line.

    >>> bare("» Read more…")
    'Read more'
    """
    return " ".join(text.split()).strip(_SIGNS)


def is_label(text: str) -> bool:
    """Say whether a line is a usual label of a page, or a row of them.

    >>> is_label("Subscribe | Log in"), is_label("The rain in Velm")
    (True, False)
    """
    row = all(LIKELY_LINE.fullmatch(bare(part)) for part in _CRUMBS.split(text))
    return row or LIKELY_LINE.fullmatch(bare(text)) is not None


def is_crumbs(text: str) -> bool:
    """Say whether a line is a row of links.

    >>> is_crumbs("Home › News › Sport"), is_crumbs("Rain, wind or snow")
    (True, False)
    """
    parts = [part for part in _CRUMBS.split(text.strip()) if part]
    return len(parts) >= 3 and max(len(p.split()) for p in parts) <= 5 and not any(map(str.isdigit, text))
