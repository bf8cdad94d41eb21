"""Function words of German, French and Portuguese, and which of these languages a question is in.

Bases are mostly in English or Spanish, whose function words are in `language`. A question in another language is read
word by word in the base's language; its function words ask ("wie viele" is "how many") or carry no subject ("der").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import Stemmer

from bot.core.text.normalise import fold
from bot.core.text.word_cache import cached_by_word


class Language(StrEnum):
    """A language that questions are read in, other than the base's own."""

    GERMAN = "de"
    FRENCH = "fr"
    PORTUGUESE = "pt"


# The commonest words, which tell the language. A word of several languages counts for each of them in part.
_ENGLISH: Final = """
a about after all also am an and any are art as at be been before but by can comment could did die do does for from
had has hat have he him his how i if in is it its man many me more much no not of on or plus said say she so some
son than that the their there they this to war was were what when where which who whom whose why will with would you
"""
_SPANISH: Final = """
a al antes cada como con contra cual cuales cuando cuanta cuantas cuanto cuantos de del desde dice dijo donde
durante e el ella ellos en entre era es esa ese eso esta estaba estan estas este estos fue fueron ha habia han hasta
hay hizo la las le les lo los mas me muy ni no nos o otra otro para pero podria por porque puede que quien quienes
se segun ser sera seria si sin sobre son su sus tambien tan te tiene tienen toda todo todos un una y ya
"""
_GERMAN: Final = """
aber alle allem allen als also am an ans auch auf aufs aus befinden befindet bei beiden beim bereits bis bitte
bleibt bzw da dabei dadurch damit dann daran darauf daraus darf darum das dass davon dazu dem den denn der deren des
deshalb dessen die dies diese diesem diesen dieser dieses doch dort durch durfen durfte durften eigentlich ein eine
einem einen einer eines einige er erneut es etliche etwa etwas euch euer falls fur gab gegen geht gemacht genau
gerade gibt hab habe haben handelt hat hatte hatten hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in
ins ist ja jede jedem jeden jeder jedes jetzt jeweils kam kamen kann kein keine kommen kommt konnen konnte konnten
lag lasst laut liegen liegt liess machen macht mal man manche mancher mehr mein mir mit mochte mochten muss mussen
nach nicht nie noch nun nur ob oder ohne richten richtet rund samt schon sei sein seine seinem seinen seiner seit
selbst sich sie sind so sofern sogar solche soll sollen sollte somit sonst sowie stand stehen steht tun tut uber
uberhaupt um und uns unter viel viele vom von vor wahrend wann war waren warum was weder weil weiterhin welche
welchem welchen welcher welches wem wen wenn wer werden weshalb wessen wie wieder wieso will wir wird wo woher wohin
wollen womit woran woruber worum wovon wozu wurde wurden zu zum zumindest zur zwischen
"""
_FRENCH: Final = """
a afin ai ailleurs ainsi alors apres assez au aucun aussi autre autres aux avant avec avoir beaucoup bien c ca car
ce cela celle celles celui ces cet cette ceux chaque chez combien comme comment contre d dans de deja depuis des
deux doit donc dont du elle elles en encore ensuite entre est et etaient etait ete etre eu faire fait fois font fut
ici il ils j jamais je jusqu l la laquelle le lequel les lesquels leur leurs lors lorsque lui ma mais me meme moins
mon n ne ni non nos notamment notre nous on ont or ou par parce pas pendant peu peut peuvent plus plusieurs pose
posent pour pourquoi pourrait propos puis puisque qu quand que quel quelle quelles quelque quelques quels qui quoi
rien s sa sait sans se selon sera ses si soit son sont sous sur t toujours tous tout toute toutes tres tu un une va
venir vers veulent veut viennent vient voici voila vont vous y
"""
_PORTUGUESE: Final = """
a agora ainda algum alguma algumas alguns ali ao aos apenas apos aquela aquele aqui aquilo as assim ate bem cada
caso com como cuja cujo da dar das de dela dele deles depois desde deste deu disso dizem do dos e ela elas ele eles
em entao entre era eram essa esse esta estao estar estava este etc faz fazendo fazer feito fez fica fizeram foi for
foram ha isso isto ja la lhe mais mas me mesmo meu muito na nao nas nelas neles nem nenhum nessa nesse nesta neste
no nos num numa nunca o onde os ou para pela pelas pelo pelos pode podem poderia pois por porque quais qual quando
quanta quantas quanto quantos quase que quem quer querem se seja sem sempre ser sera seria seu seus so sob sobre sua
suas tambem tanto tao te tem tinha tinham todo todos tras tudo um uma uns vai vao varias varios veio vem vir voce
"""
STOPWORDS_IN: Final[Mapping[Language, frozenset[str]]] = MappingProxyType(
    {
        Language.GERMAN: frozenset(_GERMAN.split()),
        Language.FRENCH: frozenset(_FRENCH.split()),
        Language.PORTUGUESE: frozenset(fold(_PORTUGUESE).split()),
    }
)
"""Folded words that carry no subject, by language."""
_SPANISH_WORDS: Final = frozenset(_SPANISH.split())
_COMMON: Final = (frozenset(_ENGLISH.split()), _SPANISH_WORDS, *STOPWORDS_IN.values())
_LISTS_WITH: Final = MappingProxyType({
    word: tuple(place for place, listed in enumerate(_COMMON) if word in listed) for word in frozenset().union(*_COMMON)
})  # fmt: skip

_GERMAN_ASKING: Final = """
wer: who; wen, wem: whom; wessen: whose; wann, zu welchem zeitpunkt, an welchem datum: when; seit wann: since when
seit wie langem, seit wie vielen: how long; wo, an welchem ort, an welcher stelle: where; woher, von wo: from where
wohin: where; wie viele, wie viel, wieviele, wieviel, wie vielen: how many; wie lange, wie lang: how long
wie oft: how many times; wie hoch, wie gross, wie stark: how large
wie heisst, wie heissen, wie nennt man: what is called; wie weit: how far; wie: how
worum geht es, worum handelt es sich: what about
was, woruber, wovon, woran, womit, worauf, worin, wovor, wofur: what; wozu: what for
warum, weshalb, wieso, aus welchem grund, wegen was: why
um wie viel uhr, um wieviel uhr, um welche uhrzeit, uhrzeit: what time
welche, welcher, welches, welchen, welchem: which; was fur, welche art: what kind; an welchem tag: what day
wer ist: who is; zwei, beide, beiden: two; drei: three; vier: four; funf: five; sechs: six; sieben: seven; zehn: ten
montag: Monday; dienstag: Tuesday; mittwoch: Wednesday; donnerstag: Thursday; freitag: Friday; januar: January
juni: June; juli: July; august: August; september: September; oktober: October; nicht, kein, keine: not
vor, vorher: before; nach, nachdem: after; gestern: yesterday; heute: today; wahrend: during; ohne: without
"""
_FRENCH_ASKING: Final = """
qui: who; a qui: whom; quand, a quel moment, a quelle date: when; depuis quand: since when
depuis combien de temps: how long; ou, a quel endroit, dans quel lieu: where; d ou: from where
combien de temps, pendant combien de temps: how long; combien de fois: how many times; combien, combien de: how many
comment s appelle: what is called; comment: how; pourquoi, pour quelle raison, pour quelles raisons: why
quoi, qu est ce que, qu est ce qui: what; de quoi, a quoi: what
quel, quelle, quels, quelles, lequel, laquelle: which; quel type, quelle sorte, quel genre: what kind
a quelle heure, quelle heure: what time; quel jour: what day; deux: two; trois: three; quatre: four; cinq: five
sept: seven; dix: ten; lundi: Monday; mardi: Tuesday; mercredi: Wednesday; jeudi: Thursday; vendredi: Friday
janvier: January; juin: June; juillet: July; aout: August; septembre: September; octobre: October; avant: before
apres: after; par rapport aux, par rapport a: compared with; hier: yesterday; aujourd hui: today; pendant: during
sans: without; ne pas, n pas: not
"""
_PORTUGUESE_ASKING: Final = """
quem: who; a quem: whom; quando, em que momento, em que data: when; desde quando: since when
onde, em que lugar, em que local: where; de onde: from where; aonde, para onde: where; ha quanto tempo: how long
quanto tempo, por quanto tempo, durante quanto tempo: how long; quantas vezes: how many times
quantos, quantas, quanto, quanta: how many; como se chama: what is called; como: how; o que, o que e: what
por que, porque, por qual motivo, por que razao, por que motivo: why; qual, quais, em qual: which; em que: which
que tipo, qual tipo: what kind; a que horas, que horas: what time; que dia, em que dia: what day; dois, duas: two
tres: three; quatro: four; cinco: five; sete: seven; dez: ten; segunda feira: Monday; terca feira: Tuesday
quarta feira: Wednesday; quinta feira: Thursday; sexta feira: Friday; janeiro: January; junho: June; julho: July
agosto: August; setembro: September; outubro: October; antes: before; depois: after
em relacao a, em relacao ao, em relacao aos: compared with; ontem: yesterday; hoje: today; durante: during
sem: without; nao: not
"""


def _asking(written: str) -> Mapping[str, str]:
    lines = (pair.split(": ") for line in written.strip().split("\n") for pair in line.split("; "))
    return MappingProxyType({phrase: english for phrases, english in lines for phrase in phrases.split(", ")})


ASKING_IN: Final[Mapping[Language, Mapping[str, str]]] = MappingProxyType(
    {
        Language.GERMAN: _asking(_GERMAN_ASKING),
        Language.FRENCH: _asking(_FRENCH_ASKING),
        Language.PORTUGUESE: _asking(_PORTUGUESE_ASKING),
    }
)
"""Phrases that ask, number or date, folded, and what they are in English."""

# What `words` reads as something else: "im" as "I am", "dont" as "do not", "y" as "why", "n" as "and", "dos" as 2.
# Elided words, such as "l'", would become part of the next one.
_SET_APART: Final = {
    Language.GERMAN: re.compile(r"\bim\b", re.IGNORECASE),
    Language.FRENCH: re.compile(
        r"\b(?:dont|y|n['’]?)\b|(?<=\b[cdjlmnst])['’]|(?<=\bqu)['’]|(?<=jusqu)['’]", re.IGNORECASE
    ),
    Language.PORTUGUESE: re.compile(r"\bdos\b", re.IGNORECASE),
}
# Not the "s" and "t" of "Trump's" and "don't", but the "l" and "qu" of "l'armée" and "qu'il".
_LEAST_FOREIGN: Final = 3  # of the commonest words: "de la" is often part of a name
_TELLING: Final = re.compile(r"(?<!')\b(?:[^\W\d_]{2,}|[aeoy]\b|[cjlmnst](?='))")


def language_shares(text: str) -> Mapping[Language | None, float]:
    """Return how many of the commonest words of each language a folded text has; None is English or Spanish."""
    english, spanish, *others = _shares(text)
    return {None: max(english, spanish), **dict(zip(Language, others, strict=True))}


def is_spanish(text: str) -> bool:
    """Return whether a folded text is Spanish by its commonest words; False if that is unclear."""
    shares = _shares(text)
    return shares.index(max(shares)) == _COMMON.index(_SPANISH_WORDS)


def is_foreign(text: str) -> bool:
    """Return whether a folded text is in another language than English; False if its words leave that unclear."""
    found = _TELLING.findall(text)
    english, *others = (sum(word in listed for word in found) for listed in _COMMON)
    return max(others) >= _LEAST_FOREIGN and max(others) > 2 * english


def _shares(text: str) -> list[float]:
    found = Counter(_TELLING.findall(text))
    shares = [0.0] * len(_COMMON)
    for word, times in found.items():
        for place in _LISTS_WITH.get(word, ()):
            shares[place] += times / len(_LISTS_WITH[word])
    return shares


def set_apart(text: str, language: Language) -> str:
    """Replace by spaces what would be read as English or Spanish, and the apostrophes of elided words."""
    return _SET_APART[language].sub(" ", text)


def _stemmer(name: str) -> Callable[[str], str]:
    @cached_by_word()
    def stem_foreign(word: str) -> str:
        stemmed: str = Stemmer.Stemmer(name, 0).stemWord(word)
        return stemmed

    return stem_foreign


STEMMERS: Final[Mapping[Language, Callable[[str], str]]] = MappingProxyType(
    {
        Language.GERMAN: _stemmer("german"),
        Language.FRENCH: _stemmer("french"),
        Language.PORTUGUESE: _stemmer("portuguese"),
    }
)
"""A function for each language that returns the stem of a folded word."""
