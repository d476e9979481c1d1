"""The site's scripts that know of no page, run without a browser.

Playwright brings Node.js along, to talk to browsers; it runs them here.
"""

import json
import shutil
import subprocess

import pytest
from rooms import file_of

RUN = """
const { expression, argument, files } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const vm = require("vm");
for (const [filename, text] of files) vm.runInThisContext(text, { filename });
const result = vm.runInThisContext(expression)(argument);
// What JSON does not know, as text.
const known = (key, it) => (typeof it === "number" && !isFinite(it) ? String(it) : it);
console.log(JSON.stringify(result, known));
"""


def node():
    """The Node.js of Playwright, or that of the system."""
    from playwright._impl._driver import compute_driver_executable
    from playwright.sync_api import Error

    try:
        return compute_driver_executable()[0]
    except Error:  # its source distribution brings none
        return shutil.which("node") or pytest.skip("there is no Node.js")


def run_script(names, expression, argument=None, first=""):
    """Call a JavaScript function where some scripts of the site have run.

    Args:
        names: The scripts, without ending, in the order in which a page loads them:
            after ``worded.js``, which begins what they share.
        expression: A function in JavaScript.
        argument: What it is called with, as JSON has it.
        first: What runs before them, such as what they expect of a page.

    Returns:
        What it returns, as JSON has it; numbers that are not finite as texts.
    """
    beginning, *files = (
        (f"{n}.js", file_of(f"{n}.js").read_text("utf-8")) for n in ("worded", *names)
    )
    files = [beginning, ("first", first), *files]
    asked = {"expression": f"({expression})", "argument": argument}
    result = subprocess.run(
        [node(), "-e", RUN],
        input=json.dumps({**asked, "files": files}),
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)
