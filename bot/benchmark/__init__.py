"""Measuring the matcher's speed, in the same run as its peers."""
