"""Run the README's commands and write what they print under them: `python scripts/readme_page.py`.

The shell blocks run in order in one folder that holds a copy of `examples/`; a `text` block after
one is its output. Blocks that call make are left alone. `tests/test_readme.py` compares.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
_SHELL = re.compile(
    r"^```sh\n(?P<commands>.*?)^```\n(?P<output>\n```text\n.*?^```\n)?", re.MULTILINE | re.DOTALL
)


def filled(page: str, folder: Path, environment: Mapping[str, str]) -> str:
    """Return the page with its commands run in `folder`; raise CalledProcessError if one fails."""
    shutil.copytree(ROOT / "examples", folder / "examples")

    def run(block: re.Match[str]) -> str:
        if re.search(r"^make ", block["commands"], re.MULTILINE):
            return block[0]
        done = subprocess.run(
            ["sh", "-e", "-c", block["commands"]],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
            encoding="utf-8",
        )
        shown = f"\n```text\n{done.stdout}```\n" if block["output"] else ""
        return f"```sh\n{block['commands']}```\n{shown}"

    return _SHELL.sub(run, page)


def main() -> None:
    """Rewrite README.md."""
    readme = ROOT / "README.md"
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.defpath}",
            "HOME": folder,
            "LANG": "C.UTF-8",
            "COLUMNS": "80",
        }
        page = filled(readme.read_text(encoding="utf-8"), Path(folder), environment)
    readme.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
