"""Deliver the daily briefing: for each channel and local date once, whatever happens in between."""
