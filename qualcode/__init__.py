"""qualcode: from a folder of Norwegian interview transcripts to a thematic report draft, offline.

The public Python API is what this module names; everything else may move between versions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Study", "__version__", "code_texts", "load_codebook", "open_study"]

if TYPE_CHECKING:
    from qualcode.codebook import load_codebook
    from qualcode.coding import code_texts
    from qualcode.study import Study, open_study

_HOMES = {
    "Study": "qualcode.study",
    "open_study": "qualcode.study",
    "load_codebook": "qualcode.codebook",
    "code_texts": "qualcode.coding",
}


def __getattr__(name: str) -> Any:  # imports on first use: `qualcode --help` stays quick
    if name not in _HOMES:
        raise AttributeError(f"module 'qualcode' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
