"""What single lines of a scraped page say about themselves: furniture, and other articles.

Every rule reads one line. A rule that a sentence of an article might meet is kept apart
(`perhaps_furniture`, `may_end_teaser`) and counts only where the page bears it out.
"""

from __future__ import annotations

import re

LONGEST_FURNITURE = 400


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_NETWORKS = (
    r"(?:facebook|twitter|x|instagram|linkedin|whatsapp|telegram|reddit|youtube|tiktok|threads"
    r"|bluesky|mastodon|pinterest|e-?mail|print|social(?: media)?|google news|flipboard|rss)"
)
_LETTER = (
    r"(?:newsletters?|inbox|mailing list|round-?up|e-?mail|alerts?|briefings?|updates|digest"
    r"|podcasts?|(?:sunday|weekly|daily|morning|evening) letter)"
)
_JOIN = r"(?:please )?(?:subscribe|sign up|register)"
_FURNITURE = _any(
    r"skip to (?:main |primary )?(?:content|navigation)|(?:exit |view )?full ?screen",
    r"\d{1,3} ?(?:/|of) ?\d{1,3}",
    rf"(?:follow|find|like|join) (?:us|me)(?: on| at)?(?:[\s,/&|]*(?:and |our )?{_NETWORKS})*",
    rf"(?:follow|find) (?:[\w.'’-]+ ){{1,6}}on (?:[\s,&]*(?:and )?{_NETWORKS}\b)+.{{0,60}}",
    r"share|(?:share|save|tweet)(?: (?:this|the|on|via|by|article|story|page|post|link|to|"
    rf"{_NETWORKS}))+",
    r"copy (?:the )?link(?: to clipboard)?|link copied!?|print this(?: article| page)?",
    r"(?:story continues below )?(?:advertisement|advertising|sponsored(?: content)?|publicité)"
    r"(?: [-·] (?:story|article|scroll).*)?|(?:article|story) continues (?:below|after).*",
    r"(?:continue reading|return to) the main story|skip advertisement|supported by",
    r"follow \w+['’]s? (?:full |complete )?coverage (?:of|at|on) .{3,160}",
    r"register now for .{3,100}",
    r"our standards ?: .{3,100}|article réservé aux abonnés|this article is for subscribers.{0,60}",
    r"click here(?: (?:to|for)\b.*)?|read more here|(?:please )?enable javascript.*"
    r"|this .{0,20}requires javascript.*",
    r"(?:back|return) to (?:the )?top|report (?:an error|a typo|this ad)|view comments?",
    r"(?:log|sign) (?:in|out|up)(?: (?:or|/) (?:register|sign up|join))?",
    r"subscribe(?: now| today| here)?|register now|donate(?: now)?|become a member"
    r"|create (?:an )?account",
    rf"{_JOIN}\b.*\b{_LETTER}\b.*\b(?:our|us|we|you|your)\b.*",
    rf"{_JOIN}\b.*\b(?:our|your)\b.*\b{_LETTER}\b.*",
    r"(?:get|receive|want)\b.*\b(?:delivered|straight|sent|in|to your)\b.*\binbox\b.*",
    rf"get (?:our|the) {_LETTER}",
    r"(?:enter|type) your (?:e-?mail|address).*|your e-?mail address.*",
    r"by (?:signing up|subscribing).*",
    r"(?:we|this (?:web ?)?site|our partners)\b.{0,60}\b(?:use|store)s?\b.{0,20}\bcookies\b.*",
    r"(?:accept|reject|allow|manage) (?:all|cookies|preferences)(?: cookies)?",
    r"cookie (?:settings|policy)|copyright (?:©|\(c\)|\d{4}|.{2,40}\b\d{4}).{0,120}",
    r".{0,100}(?:©|\(c\)) ?(?-i:\d{4}|[A-Z]).{0,100}",
    r".*\ball rights reserved\b.{0,120}|this material may not be published, broadcast.*",
    r"(?:terms (?:of (?:use|service)|and conditions)|privacy (?:policy|notice)|legal notice)"
    r"(?: ?[|&·,] ?.*)?",
    r"\d{1,3} ?(?:min(?:ute)?s?) read|(?:estimated )?reading time:? .{1,20}|\d+ comments?",
    r"(?:listen to|watch|play) (?:this|the) (?:article|story|video|episode|podcast)",
    r"tout accepter|continuer sans accepter|suivez[- ]nous(?: sur .*)?|s['’]abonner",
    r"partager(?: (?:sur|cet|l['’]).*)?|.*tous droits réservés.{0,60}|(?:abonnez|inscrivez)-vous.*",
)
_PROMOTED = _any(
    r"(?:more|related|see also|see more|read (?:more|also|next)|also read|don['’]t miss)"
    r" ?: ?\S.{3,160}(?<![.])",
    r"more(?: \w+){0,2} ?:(?! )\S.{3,160}(?<![.])",
    r"(?:lire|à lire|voir) aussi ?: ?\S.{3,160}(?<![.])",
)
_PERHAPS = _any(
    r"home|menu|search|close|next|previous|prev|more|e-?mail|print|save|comments?|loading",
    rf"accept|reject|allow|imprint|{_NETWORKS}",
    r"latest(?: news| stories)?|trending(?: now)?|most (?:read|popular|viewed|shared)|top stories",
    r"newsletters?|podcasts?|videos?|photos|gallery|tags?|topics?|about(?: us)?|contact(?: us)?",
    r"(?:tags?|topics?|filed under|categories|category|in this article|sections?) ?: ?.{0,200}",
    r"leave a (?:comment|reply)|(?:post|add|write) a comment|join the (?:conversation|discussion)",
    r"share your (?:thoughts|views).*|have (?:your say|a tip).*|what do you think\??",
    r"published in|advertise(?: with us)?|careers|faqs?|site ?map|help|support us|shop|store",
    r"accueil|rechercher|connexion|commentaires|accepter|refuser|mentions légales",
)
_OTHERS = _any(
    r"(?:related|recommended|similar|more|further|other|suggested)(?: (?:top|popular|recent))? "
    r"(?:articles?|stories|posts|reading|content|coverage|news|headlines|links|topics|videos)"
    r"(?: (?:from|on|for) .{0,40})?",
    r"related|recommended(?: for you)?|read next|up next|next up|see also|read also|also read",
    r"more (?:from .{2,60}|(?:on|about) this (?:story|topic|subject))|more news(?: .{2,60})?",
    r"(?:next|also) (?:on|in) (?:the |our |this )?\w+(?: \w+)?|more (?:stories|headlines)",
    r"you (?:may|might|could) also (?:like|enjoy|be interested in)",
    r"(?:most|top) (?:read|popular|viewed|shared|stories|news)|trending(?: now| stories)?",
    r"(?:the )?latest(?: news| stories| articles| from .{2,40})?|popular(?: now| posts)?",
    r"editor['’]?s['’]? (?:picks?|choice)|don['’]t miss|in other news|(?:what to read|watch) next",
    r"from the (?:web|archive)|(?:à )?lire aussi|sur le même (?:sujet|thème)|à la une",
    r"les plus (?:lus|populaires)|articles liés",
)
_TEASER_END = _any(
    r"(?:keep reading|read more|show more) ?show less|keep reading|show less",
    r"lire la suite ?réduire",
)
_TEASER_END_PERHAPS = _any(
    r"(?:(?:continue|keep) reading|read (?:more|on|the rest|(?:the )?full (?:article|story))"
    r"|(?:show|read|learn) more|view (?:article|post|story)|full (?:article|story)|lire la suite)"
    r"(?: of this (?:article|story|post))?\W{0,5}"
)
_ASKS = _any(
    rf"\b(?:subscri\w+|sign(?:ing)? up|unsubscribe|{_LETTER}|your (?:e-?mail )?address|cookies"
    r"|all rights reserved|donat\w+ (?:to|now|today)|follow us|suivez-nous)\b"
)

GLUED = re.compile(
    r"(?<=[.!?”\"’)\]])[ \t]*(?P<furniture>"
    r"(?:follow us on (?:social(?: media)?|[A-Z]\w+)|keep reading ?show less|full screen|share this"
    r" (?:article|story|page)|get our (?:alerts|newsletters?)|read more|show less|advertisement"
    r"|sign up for our newsletters?|subscribe to our newsletters?|back to top|copy link|print this"
    r" (?:article|page))[ \t]*)$",
    re.IGNORECASE | re.MULTILINE,
)


def _bare(line: str) -> str:
    return line.strip(" \t.…|»›>→·•*_–—-")


def is_furniture(line: str) -> bool:
    """Tell whether a line is page furniture and cannot well be a sentence of an article."""
    if len(line) > LONGEST_FURNITURE:
        return False
    bare = _bare(line)
    if not any(character.isalnum() for character in bare):
        return True
    return bool(_FURNITURE.fullmatch(bare) or _PROMOTED.fullmatch(line.strip()))


def perhaps_furniture(line: str) -> bool:
    """Tell whether a line is page furniture if its neighbours are: `Home`, `Latest`, `Comments`."""
    return len(line) <= LONGEST_FURNITURE and bool(_PERHAPS.fullmatch(_bare(line).rstrip(":")))


def opens_other_articles(line: str) -> bool:
    """Tell whether a line heads a list of other articles: `Related stories`, `Most read`."""
    return len(line) <= 80 and bool(_OTHERS.fullmatch(_bare(line).rstrip(": ")))


def ends_teaser(line: str) -> bool:
    """Tell whether a line is what stands under a shortened article: `keep reading Show less`."""
    return len(line) <= 40 and bool(_TEASER_END.fullmatch(_bare(line)))


def may_end_teaser(line: str) -> bool:
    """Tell whether a line may stand under a shortened article: `Read more`, `Continue reading`."""
    return len(line) <= 60 and bool(_TEASER_END_PERHAPS.fullmatch(_bare(line)))


def asks_something(text: str) -> bool:
    """Tell whether a text speaks of newsletters, cookies or donations; weak on its own."""
    return bool(_ASKS.search(text))
