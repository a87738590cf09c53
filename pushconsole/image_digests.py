"""Pin the images of Dockerfile and compose.yaml: each tag with the digest it has now.

It needs only Python and docker with buildx, and reaches the registry. Run it again after a tag was
changed: the digest of before is replaced.
"""

import re
import subprocess
import sys
from pathlib import Path

FILES = (Path("Dockerfile"), Path("compose.yaml"))
IMAGE = re.compile(
    r"^(\s*(?:FROM|image:) )([\w./-]+:[\w.-]+)(?:@sha256:[0-9a-f]{64})?", re.MULTILINE
)
"""An image with a tag; our own has none."""
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
INSPECT = ("docker", "buildx", "imagetools", "inspect", "--format", "{{.Manifest.Digest}}")


class NotFound(Exception):
    """The registry names no digest for a tag."""


def digest(image: str) -> str:
    """The digest of the tag for all architectures. Raises NotFound."""
    try:
        ended = subprocess.run(  # noqa: S603 (no shell, and the names are those of our own files)
            [*INSPECT, image], capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise NotFound(f"docker cannot be started: {error.strerror}") from error
    found = ended.stdout.strip()
    if ended.returncode or not DIGEST.fullmatch(found):
        raise NotFound(f"{image}: {(ended.stderr.strip().splitlines() or ['no digest'])[-1]}")
    return found


def main() -> int:
    """Writes both files, or neither and returns 1."""
    try:
        pinned = {
            file: IMAGE.sub(lambda found: f"{found[1]}{found[2]}@{digest(found[2])}", text)
            for file in FILES
            for text in [file.read_text(encoding="utf-8")]
        }
    except NotFound as error:
        sys.stderr.write(f"Nothing was changed. {error}\n")
        return 1
    for file, text in pinned.items():
        file.write_text(text, encoding="utf-8")
        sys.stdout.writelines(f"{found[2]}\n" for found in IMAGE.finditer(text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
