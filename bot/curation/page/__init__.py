"""The review as a page on loopback: the article beside its facts, and each change checked as it is made."""

from bot.curation.page.offers import OfferedWording, OfferSource, PageOffers
from bot.curation.page.server import ReviewPage

__all__ = ["OfferSource", "OfferedWording", "PageOffers", "ReviewPage"]
