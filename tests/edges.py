"""A page at the edges of the contract for outputs, all of which holds.

Pytest and the build must agree about it, and the page must show what is stated. Each
cell is a public report of a fault in a tool like these, as a small input.
"""

CELL = "```{code-cell}"
FENCE = "```"

EDGES = f"""# Edges

What is printed bit by bit is shown in one piece.

{CELL}
import time

for n in range(3):
    print(n, end=" ", flush=True)
    time.sleep(0.15)
{FENCE}

{FENCE}output
0 1 2
{FENCE}

Printed lines and displays keep their order.

{CELL}
from IPython.display import clear_output, display

for n in "ab":
    print("printed", n)
    display(n)
{FENCE}

{FENCE}output
printed a
'a'
printed b
'b'
{FENCE}

What is cleared is gone.

{CELL}
print("gone")
clear_output(wait=True)
print("stays")
{FENCE}

{FENCE}output
stays
{FENCE}

A display may be updated, also by a later cell.

{CELL}
handle = display("first", display_id=True)
handle.update("second")
{FENCE}

{FENCE}output
'second'
{FENCE}

{CELL}
later = display("early", display_id=True)
{FENCE}

{FENCE}output
'late'
{FENCE}

{CELL}
later.update("late")
{FENCE}

A line that begins anew replaces what stood there.

{CELL}
import sys

sys.stdout.write("10%\\r20%\\r100%\\n");
{FENCE}

{FENCE}output
100%
{FENCE}

A semicolon silences a result.

{CELL}
"unseen";
{FENCE}

An error that is stated may come, and so may a warning.

{CELL}
print("before")
open("/nowhere/at/all.txt")
{FENCE}

{FENCE}output
before
{FENCE}

{FENCE}error
FileNotFoundError: [Errno 2] No such file or directory: '…'
{FENCE}

{CELL}
def broken(:
{FENCE}

{FENCE}error
SyntaxError: invalid syntax (…, line 1)
{FENCE}

{CELL}
import warnings

warnings.warn("beware of 0.25")
{FENCE}

{FENCE}warning
UserWarning: beware of 0.25
{FENCE}

The warning names 0.25.

What a library writes past Python says nothing about the cell.

{CELL}
import os

os.write(2, b"a library found a graphics card\\n");
{FENCE}

A cell may be shown and not run.

{CELL}
:tags: [skip-execution]

raise SystemExit
{FENCE}
"""
