"""Puts the scripts of tools/pipeline where the tests can import them."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools" / "pipeline" / "scripts"))
