"""Unpack the treebank's archive, refusing anything that is no plain file or folder inside it."""

from __future__ import annotations

import argparse
import sys
import tarfile
from pathlib import Path

EXPECTED = ("ndt/nob", "ndt/nno", "ud/nob", "ud/nno", "ud-2.8", "lia")


def unpack(archive: Path, out: Path) -> list[str]:
    """Unpack into a folder.

    Args:
        archive: a tar file, compressed or not.
        out: where to; made if it is not there.

    Returns:
        The expected folders that the archive did not hold.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as bundle:
        bundle.extractall(out, filter="data")
    return [name for name in EXPECTED if not (out / name).is_dir()]


def main() -> None:
    """The unpack step of project.yml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    if not options.archive.is_file():
        sys.exit(f"{options.archive} is not there. README.md says where the treebank comes from.")
    missing = unpack(options.archive, options.out)
    if missing:
        sys.exit(f"{options.archive} lacks {', '.join(missing)}.")


if __name__ == "__main__":
    main()
