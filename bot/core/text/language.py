"""Words of English and Spanish that mean the same in every base: stopwords, chat spellings, numerals."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

STOPWORDS: Final[frozenset[str]] = frozenset(
    """
    a about according actually after again ago ah al algo all already also am an and antes any anybody anyone
    anything anyway anyways are article as ask asked asking at back basically be because been before being
    between both bro btw but by cada can come como con correct could cual cuales cuando cuanta cuantas cuanto
    cuantos curious de del desde dice did dijo do does doing donde done dude e each el ella ellos else en entre
    er era eran erm es esa ese eso esta estaba estan este esto ever exactly folks for from fue fueron further
    get give go going got guess guy guys ha habia hace had han happen happened happening has hasta have having
    hay he hear heard hello her here hers hey hi him his hizo hm hmm honestly how huh i if in into is it its
    itself just kind know known la las le les let like literally lo lol look los make many mas mate may me mean
    mention mentioned mentions mi might more most much must muy my ni no nope nor not now o of off oh ok okay on
    once one only or other our out over own para per pero piece please pls plz podria podrian por porque puede
    pueden put que question questions quien quienes quite rather really regarding remind report right sabe
    sabemos said same saw say saying says se see seen segun ser shall she should show si sido sin since so sobre
    some somebody someone something son sorry sort still story su such sure sus take tambien tan tell tener than
    thanks that the their them then there these they thing things think this those through thx tiene tienen to
    told too true tu uh um umm un una unas under uno unos until up us used va van very want was way we well were
    what when where whether which while who whom whose why will with wonder wondered wondering would wow y ya
    yeah yep yes yet you your
    """.split()
)
"""Words that carry no subject."""

ASKING: Final[frozenset[str]] = frozenset(
    "about are did does has have how long many much was were what when where which who whom whose why with".split()
)
"""Words that hold a question together. A misspelt word near one of them is probably that word."""

DESCRIBED: Final[frozenset[str]] = frozenset(
    """
    argument arguments aspect aspects basis case cause claim claims concern concerns condition conditions effect
    effects form forms goal goals ground grounds idea impact label labels level lies meaning means message messages
    mood motive number part percentage point power powers purpose reason reasons result role roles share shape sign
    signs size stance state status step steps tool tools total word words
    argumento argumentos cantidad caso causa efecto estado forma forma mensaje mensajes numero papel parte poder
    poderes tamano
    age date day hour minute month time week weekday year
    dia fecha hora mes semana tiempo ano
    """.split()
)
"""Nouns whose question is answered by a description and not by a name."""

SHORT_WORDS: Final[frozenset[str]] = frozenset(
    """
    a act age all am an and any apr are as at aug be by con day de dec del did do el en feb few for get had has
    hay he how i if in is it its jan jul jun la las last lo los mar mas may me my no nov o oct of off on one or
    our out per pm por que se sep si so son su than the to top un una up us was we who why y
    """.split()
)
"""Words so short and common that a number after them is a word of its own: "in 2019", but "b 52"."""

_CHAT: Final = {
    "2day": "today", "abt": "about", "b4": "before", "bc": "because", "coz": "because", "cuz": "because",
    "dunno": "do not know", "gonna": "going to", "gotta": "got to", "gov": "government", "govt": "government",
    "hw": "how", "info": "information", "n": "and", "pls": "please", "plz": "please", "ppl": "people", "r": "are",
    "thx": "thanks", "tmrw": "tomorrow", "u": "you", "ur": "your", "w": "with", "wanna": "want to", "wat": "what",
    "whr": "where", "wht": "what", "wut": "what", "y": "why",
}  # fmt: skip

_DENIED: Final = "are could did do does had has have is should was were would".split()
_CONTRACTED: Final = {
    "cannot": "can not", "can't": "can not", "cant": "can not", "won't": "will not", "wont": "will not",
    "i'm": "i am", "im": "i am", "i've": "i have", "ive": "i have", "let's": "let us",
    **{f"{verb}{ending}": f"{verb} not" for verb in _DENIED for ending in ("n't", "nt")},
    **{f"{word}{ending}": f"{word} is" for word in "how that there what when where who why".split()
       for ending in ("'s", "s")},
    **{f"{word}'s": f"{word} is" for word in "he it she".split()},
    **{f"{word}'re": f"{word} are" for word in "they we you what".split()},
    **{f"{word}'ve": f"{word} have" for word in "they we who you".split()},
    **{f"{word}'d": f"{word} did" for word in "how what when where who why".split()},
}  # fmt: skip

SPELT_OUT: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {short: tuple(full.split()) for short, full in {**_CHAT, **_CONTRACTED}.items()}
)
"""Short spellings and contractions, and the words that they stand for."""

_NUMERALS: Final = {
    2: "two dos", 3: "three tres", 4: "four cuatro", 5: "five cinco", 6: "six seis", 7: "seven siete", 8: "eight ocho",
    9: "nine nueve", 10: "ten diez", 11: "eleven", 12: "twelve doce dozen", 13: "thirteen trece",
    14: "fourteen catorce", 15: "fifteen quince", 16: "sixteen dieciseis", 17: "seventeen diecisiete",
    18: "eighteen dieciocho", 19: "nineteen diecinueve", 20: "twenty veinte", 30: "thirty treinta",
    40: "forty cuarenta", 50: "fifty cincuenta", 60: "sixty sesenta", 70: "seventy setenta", 80: "eighty ochenta",
    90: "ninety noventa",
}  # fmt: skip

NUMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {word: str(number) for number, both in _NUMERALS.items() for word in both.split()}
)
"""Numerals as digits."""
