"""Runs the cells of a chapter in a kernel, and notes what it reported.

A kernel's C++ libraries write to its standard error past Python: what they found of the
machine, and how they were built. That says nothing about a cell, so it is kept apart: on
a cell's own stderr is what Python warns of, and nothing else.
"""

import logging
import os
import re
import time
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from tempfile import TemporaryFile

from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from ..kit.fingerprint import KERNEL_ARGUMENTS
from .compare import Fault

LOG_READ = 50_000  # bytes of what a kernel wrote there before it died, and of these
LAST_WORDS = 400  # the characters that are told

# What is there of every kernel that loads TensorFlow, or listens as Jupyter has it: no
# last words. A warning or an error stays, unless it is of the graphics card that is not
# there.
OF_THE_MACHINE = re.compile(
    r"^(?:\[IPKernelApp\] .*running over TCP without encryption.*"
    r"|WARNING: All log messages before absl::InitializeLog\(\) .*"
    r"|To enable the following instructions: .*"
    r"|(?:I\d{4} |\d{4}-\d\d-\d\d [\d:.]+: I ).*"
    r"|(?:[WE]\d{4} |\d{4}-\d\d-\d\d [\d:.]+: [WE] ).*\bcu(?:da|dnn|blas|fft)\w*\.cc:.*"
    r")(?:\n|\Z)",
    re.MULTILINE,
)

# What nbclient tells of a failure is told by the fault.
SILENT = logging.getLogger(f"{__name__}.kernels")
SILENT.setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True)
class Run:
    """What came of running a page.

    Attributes:
        notebook: The page, with what the kernel reported of each cell.
        seconds: How long it took.
        ended_at: The place, among the code cells, of the one that ended it early; None
            if all cells were run.
        fault: What ended it, if that is no error that a cell raised.
    """

    notebook: NotebookNode
    seconds: float
    ended_at: int | None = None
    fault: Fault | None = None

    @property
    def is_whole(self):
        return self.ended_at is None

    def outputs(self):
        """What was reported of each code cell that was reached, in order."""
        cells = [cell for cell in self.notebook.cells if cell.cell_type == "code"]
        return [cell.outputs for cell in cells[: self._reached(len(cells))]]

    def _reached(self, count):
        return count if self.is_whole else self.ended_at + 1


class Runner:
    """Runs chapters, each in a kernel of its own, which can be ended all at once.

    Args:
        timeout: The seconds that a cell may take; None for any time.
    """

    def __init__(self, timeout=None):
        self.timeout = timeout
        self.clients = []

    def run(self, chapter, folder):
        """Run the cells of a chapter in a folder; return the `Run`.

        An error that a cell is not said to raise ends it, as do a cell that takes too
        long, and a kernel that dies.
        """
        list_fonts()
        notebook, at, since = _unrun(chapter.notebook), 0, 0

        def note(cell, cell_index):
            nonlocal at, since
            code = [n.cell_type == "code" for n in notebook.cells[:cell_index]]
            at, since = sum(code), size(log)

        start, ended_at, fault = time.perf_counter(), None, None
        with TemporaryFile() as log:
            client = NotebookClient(
                notebook,
                extra_arguments=KERNEL_ARGUMENTS,
                log=SILENT,
                on_cell_execute=note,
                record_timing=False,
                resources={"metadata": {"path": str(folder)}},
                timeout=self.timeout,
            )
            self.clients.append(client)
            try:
                client.execute(stdout=log, stderr=log)
            except CellExecutionError:
                ended_at = at
            except CellTimeoutError:
                ended_at = at
                reason = f"the cell takes longer than {self.timeout} s, and was ended"
                fault = Fault(chapter.cells[at].line, reason)
            except NoSuchKernel as error:
                ended_at, fault = 0, Fault(1, f"there is no kernel named {error.name}")
            except (DeadKernelError, RuntimeError) as error:
                ended_at = at
                fault = dead_kernel(chapter.cells[at].line, log, since, error)
        return Run(notebook, time.perf_counter() - start, ended_at, fault)

    def end(self):
        """End all kernels now: what waits for them comes back."""
        for client in self.clients:
            if client.km is not None and client.km.provisioner is not None:
                client.km.provisioner.process.kill()


@cache
def list_fonts():
    """Have Matplotlib list the fonts of the system, where it has not done so yet.

    That may take so long that it would warn of it, in the first cell that draws.
    """
    with suppress(ImportError):
        import_module("matplotlib.font_manager")  # writes the list, or finds it there


def size(log):
    """How many bytes a kernel has written to its log, which it still writes to."""
    return os.fstat(log.fileno()).st_size


def dead_kernel(line, log, since, error):
    """The `Fault` of a cell whose kernel died.

    Args:
        line: The line of the cell.
        log: The file, open for reading bytes, to which the kernel wrote past Python.
        since: The `size` that it had when the cell began.
        error: What told of it.
    """
    log.seek(max(since, size(log) - LOG_READ))
    said = last_words(log.read().decode("utf-8", "replace"))
    reason = "the kernel died while it ran this cell: out of memory, or a crash"
    return Fault(line, reason, said or str(error))


def last_words(log):
    """The end of what a kernel wrote past Python, without what tells of the machine.

    >>> last_words("I0000 00:00:1 2 cpu_feature_guard.cc:227] It has AVX2.\\nNo memory\\n")
    'No memory'
    """
    return OF_THE_MACHINE.sub("", log)[-LAST_WORDS:].strip()


def _unrun(notebook):
    notebook = deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook
