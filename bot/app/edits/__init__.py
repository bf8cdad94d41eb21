"""The edits that curators make on Discord: prepared, written, served, and undone."""
