"""Questions of everyday life that no fact base answers, for calibration: a stranger's question must get no answer."""

from __future__ import annotations

from typing import Final

FOREIGN: Final = (
    "what is the weather like tomorrow", "how do I bake sourdough bread", "who won the world cup in 1998",
    "what is the capital of Mongolia", "recommend a good film for tonight", "how tall is Mount Kilimanjaro",
    "what time does the supermarket close", "can you translate this into German", "how many calories are in an avocado",
    "when was the printing press invented", "what is the square root of 144", "who wrote Pride and Prejudice",
    "how do I reset my router", "what is the price of bitcoin", "tell me a joke", "how long should I boil an egg",
    "which planet has the most moons", "why is the sky blue", "where can I buy cheap train tickets",
    "how do vaccines work", "what is the best phone this year", "who painted the ceiling of the Sistine Chapel",
    "how do I tie a bow tie", "what are the symptoms of flu", "when does daylight saving end",
    "how many players are in a rugby team", "what is the meaning of life", "how far is the moon",
    "which language is spoken in Brazil", "is it going to rain at the weekend", "how do I write a cover letter",
    "what is photosynthesis", "who is the fastest man alive", "where are my keys", "how old is the universe",
    "what does this error message mean", "how much is a stamp", "when do cherry trees bloom",
    "why do cats purr", "what is a good name for a dog", "how do I cancel my subscription",
    "who sang the song at the wedding", "what is the exchange rate of the yen", "how big is the Pacific Ocean",
    "can you order me a pizza", "what day is Easter next year", "how do I learn to swim",
    "what happened in the last episode",
    "where was the first marathon run", "are you a human", "what can you do", "hello", "thanks", "good morning",
    "dónde está la biblioteca", "qué tiempo hace hoy", "cómo se hace una paella", "quién ganó el partido de ayer",
    "cuánto cuesta un billete de tren", "a qué hora abre el museo",
)  # fmt: skip
