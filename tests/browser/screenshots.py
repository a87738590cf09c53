"""`make screenshots`: a picture of every screen, wide and narrow, light and dark."""

import sys
import tempfile
from pathlib import Path

from tests.browser.running import running_chromium, running_demo
from tests.browser.screens import SCHEMES, SCREENS, SIZES, Visitors


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as var_dir,
        running_demo(Path(var_dir)) as demo,
        running_chromium() as browser,
    ):
        for scheme in SCHEMES:
            for size, width in SIZES.items():
                visitors = Visitors(browser, demo, scheme, width)
                for screen in SCREENS:
                    file = folder / f"{screen.name}-{size}-{scheme}.png"
                    visitors.visit(screen).screenshot(path=file, full_page=True)
                visitors.leave()
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures are in {folder}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "var/screenshots"))
