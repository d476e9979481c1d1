"""tests/measure/canary.py: it tells what another environment prints, and where."""

import subprocess
import sys
from pathlib import Path

import pytest
from front_matter import FRONT_MATTER

CANARY = Path(__file__).parents[1] / "measure" / "canary.py"
HEAD = FRONT_MATTER + "\n"
HOLDS = (
    HEAD + "# It holds\n\n```{code-cell}\nprint(1 / 3)\n```\n\n```output\n0.3333\n```\n"
)
# The kernel that runs it is not the one that the page names; and it sees the book.
MOVED = (
    HEAD
    + """# It has moved

```{code-cell}
import lossbook

print(1 / 3)
```

```output
0.3334
```

```{code-cell}
int("x")
```

```error
ValueError: no number
```

```{code-cell}
1 / 0
```

```{code-cell}
print("again")
```

```output
never
```
"""
)
BASE = "“ValueError: invalid literal for int() with base 10: 'x'”"


def canary(*arguments, python=sys.executable):
    """Run the script with a Python; return its status, and the lines that it prints."""
    command = [sys.executable, str(CANARY), "--python", str(python), *arguments]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    return done.returncode, (done.stdout + done.stderr).splitlines()


def test_it_tells_page_line_what_is_stated_and_what_is_printed(tmp_path):
    for name, text in {"holds": HOLDS, "moved": MOVED}.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    status, said = canary(
        *(str(tmp_path / f"{name}.md") for name in ("holds", "moved"))
    )
    assert status == 1, said
    assert any(line.startswith("tensorflow 2.") for line in said), said
    lines = MOVED.splitlines()
    number, error = lines.index("0.3334") + 1, lines.index("ValueError: no number") + 1
    raising, after = lines.index("1 / 0"), lines.index("never") + 1
    for line in (
        "holds.md: nothing has moved",
        f"moved.md:{number}: states 0.3334, but the cell prints 0.3333333333333333",
        f"moved.md:{error}: states “ValueError: no number”, but the cell raises {BASE}",
        f"moved.md:{raising}: the cell raises: ZeroDivisionError: division by zero",
        f"moved.md:{after}: states “never”, but the cell prints “again”",
        "What has moved: 4.",
    ):
        assert line in said, "\n".join(said)


@pytest.mark.skipif(sys.platform == "win32", reason="its Python is a shell script")
def test_the_cells_are_run_by_the_other_python(tmp_path):
    """The other one is this Python by another name, which a cell can see."""
    other = tmp_path / "other" / "bin" / "python"
    other.parent.mkdir(parents=True)
    program = f'#!/bin/sh\nWHO=other exec {sys.executable} "$@"\n'
    other.write_text(program, encoding="utf-8")
    other.chmod(0o755)
    cell = "import os\nprint(os.environ.get('WHO'))"
    text = f"{HEAD}# Who\n\n```{{code-cell}}\n{cell}\n```\n\n```output\nother\n```\n"
    (tmp_path / "who.md").write_text(text, encoding="utf-8")
    status, said = canary(str(tmp_path / "who.md"), python=other)
    assert status == 0, said


def test_where_nothing_has_moved_the_status_says_so(tmp_path):
    (tmp_path / "holds.md").write_text(HOLDS, encoding="utf-8")
    status, said = canary(str(tmp_path / "holds.md"))
    assert (status, said[-1]) == (0, "Nothing has moved."), said


def test_a_page_that_is_not_there_is_named():
    status, said = canary("no_page")
    assert status == 2
    assert said[-1].endswith("no_page.md"), said
