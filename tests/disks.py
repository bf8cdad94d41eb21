"""Disks that cannot be written."""

from __future__ import annotations

import os
import tempfile

import pytest


def refuse_writing(patch: pytest.MonkeyPatch, code: int) -> None:
    """Let no file be written from now on, as on a full disk (ENOSPC) or in a read-only folder (EROFS)."""

    def refuse(**_: object) -> None:
        raise OSError(code, os.strerror(code))

    patch.setattr(tempfile, "mkstemp", refuse)
