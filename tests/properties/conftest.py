from __future__ import annotations

import sys
from pathlib import Path

# What reads layouts as Discord does stands beside the tests of the layouts.
sys.path.append(str(Path(__file__).parent.parent / "ui"))
