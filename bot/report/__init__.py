"""The curator's page: a whole base as one HTML file, which needs neither a script nor anything from elsewhere."""

from bot.report.collect import Contents, gather
from bot.report.page import page, write_page

__all__ = ["Contents", "gather", "page", "write_page"]
