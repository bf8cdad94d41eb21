"""Questions to calibrate with that no base has: everyday questions that nothing answers, and misspelt ones."""

from __future__ import annotations

import random
from typing import Final

EVERYDAY_QUESTIONS: Final = (
    "what is the weather like tomorrow", "how do I bake sourdough bread", "who won the world cup in 1998",
    "what is the capital of Mongolia", "recommend a good film for tonight", "how tall is Mount Kilimanjaro",
    "what time does the supermarket close", "can you translate this into German",
    "how many calories are in an avocado", "when was the printing press invented", "what is the square root of 144",
    "who wrote Pride and Prejudice", "how do I reset my router", "what is the price of bitcoin", "tell me a joke",
    "how long should I boil an egg", "which planet has the most moons", "why is the sky blue",
    "where can I buy cheap train tickets", "how do vaccines work", "what is the best phone this year",
    "who painted the ceiling of the Sistine Chapel", "how do I tie a bow tie", "what are the symptoms of flu",
    "when does daylight saving end", "how many players are in a rugby team", "what is the meaning of life",
    "how far is the moon", "which language is spoken in Brazil", "is it going to rain at the weekend",
    "how do I write a cover letter", "what is photosynthesis", "who is the fastest man alive", "where are my keys",
    "how old is the universe", "what does this error message mean", "how much is a stamp",
    "when do cherry trees bloom", "why do cats purr", "what is a good name for a dog",
    "how do I cancel my subscription", "who sang the song at the wedding", "what is the exchange rate of the yen",
    "how big is the Pacific Ocean", "can you order me a pizza", "what day is Easter next year",
    "how do I learn to swim", "what happened in the last episode", "where was the first marathon run",
    "are you a human", "what can you do", "hello", "thanks", "good morning", "sing us a song", "who made you",
    "which model are you", "write a poem on autumn", "do you dream", "good night", "see you tomorrow",
    "how was your weekend", "what are you up to", "never mind", "ok cool", "test", "lorem ipsum dolor",
    "blah blah blah", "qwerty", "who is in the office today", "book a meeting room for noon", "what is the wifi code",
    "when is payday", "how do I ask for leave", "where is the printer", "who do I call in IT",
    "what is for lunch in the canteen", "remind me to ring the dentist", "set a timer for ten minutes",
    "play some music", "how many inches are in a metre", "what is ten percent of 250", "what is the time in Tokyo",
    "spell necessary", "what is the plural of octopus", "who discovered penicillin", "how does a microwave work",
    "what is a black hole", "how long do hamsters live", "which country has won the most Olympic medals",
    "when did the Titanic sink", "how deep is the Mariana Trench", "what is the population of Canada",
    "who is the president of France", "what is the best way to learn Spanish", "how do I remove a wine stain",
    "can I freeze cooked rice", "how do I grow tomatoes", "is coffee bad for you",
    "what should I wear to an interview", "how do I change a tyre", "which laptop should I buy",
    "how do I export a spreadsheet to PDF", "what is the deadline for tax returns", "is there a bus strike on Monday",
    "how much does a flight to Rome cost", "what is on at the cinema", "who plays the lead in the new film",
    "what was the score last night", "recommend a book about ships", "quién inventó el teléfono",
    "cuál es la capital de Portugal", "hola, qué tal", "dónde está la biblioteca", "qué tiempo hace hoy",
    "cómo se hace una paella", "quién ganó el partido de ayer", "cuánto cuesta un billete de tren",
    "a qué hora abre el museo",
)  # fmt: skip
"""Questions that a team may ask a bot in fun or by mistake. No base about the news answers one of them."""

_SHARE: Final = 1 / 3  # of the longer words have a slip
_SHORTEST: Final = 4  # letters of a longer word
_NEIGHBOURS: Final = {
    "a": "qsz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku",
    "k": "jli", "l": "kop", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf", "s": "adw", "t": "ryg",
    "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xa",
}  # fmt: skip


def misspell(text: str, dice: random.Random) -> str:
    """Return the text with slips in about a third of its longer words, and in at least one of them."""
    spelt = text.split()
    long = [place for place, word in enumerate(spelt) if len(word) >= _SHORTEST and word.isalpha()]
    if not long:
        return text
    for place in dice.sample(long, max(1, round(len(long) * _SHARE))):
        spelt[place] = _slip(spelt[place], dice)
    return " ".join(spelt)


def _slip(word: str, dice: random.Random) -> str:
    """Swap two letters, drop one, double one, or replace it by its neighbour on the keyboard, except the first."""
    at = dice.randrange(1, len(word) - 1)
    match dice.choice(("swap", "drop", "double", "neighbour")):
        case "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case "drop":
            return word[:at] + word[at + 1 :]
        case "double":
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:at] + dice.choice(_NEIGHBOURS.get(word[at].lower(), word[at])) + word[at + 1 :]
