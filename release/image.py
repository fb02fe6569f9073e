"""Writes a release's image into action.yml: `python -m release.image ghcr.io/…:X.Y.Z@sha256:…`."""

import sys
from pathlib import Path

from release.tree import IMAGE, Tree

# The line that says it, in the input `image`; it is there once.
_BEFORE = (
    "  image:\n"
    "    # The release writes its own image here, by tag and digest, before the tag is made.\n"
)


def written(action: str, image: str) -> str:
    """action.yml with the image in it. Raises ValueError where it has no place for one."""
    if not IMAGE.fullmatch(image):
        raise ValueError(f"{image} is no image with a version and a digest")
    before, found, after = action.partition(_BEFORE)
    lines = after.splitlines(keepends=True)
    places = [n for n, one in enumerate(lines[:4]) if one.startswith("    default: ")]
    if not found or len(places) != 1:
        raise ValueError("action.yml has no place for the image")
    lines[places[0]] = f'    default: "{image}"\n'
    return before + found + "".join(lines)


def main() -> int:
    root = Path.cwd()
    file = root / "action.yml"
    try:
        (image,) = sys.argv[1:]
        file.write_text(written(file.read_text("utf-8"), image), "utf-8")
    except ValueError as error:
        print(f"release.image: {error}", file=sys.stderr)
        return 2
    return 0 if Tree(root).image == image else 1


if __name__ == "__main__":
    sys.exit(main())
