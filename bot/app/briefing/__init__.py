"""Deliver each briefing once for each channel and local date, even after errors and restarts."""
