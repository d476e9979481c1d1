"""Hands the chapters of a folder to nbval, when its ``conftest.py`` imports this.

For each chapter come, in this order, its code cells, run by nbval's own cell
runner; its prose; and a proof that the comparison has teeth: every number that the
chapter states is changed in its last digit, and each change must be noticed. The
proof uses what the cells printed, so the notebook runs once. And what they printed is
kept where the build of the site looks for it, which then runs nothing again.
"""

import os
import re
import time
from collections import defaultdict
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from queue import Empty
from tempfile import TemporaryFile

import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from nbformat.v4 import new_notebook
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, RunningKernel, start_new_kernel
from nbval.plugin import IPyNbCell, IPyNbFile

from ..kit.assets import SITE
from ..kit.fingerprint import KERNEL_ARGUMENTS
from ..kit.settings import SettingError, work_at
from .chapter import ChapterError, Statement, source_of
from .compare import ANSI, faults, page_faults
from .execution import keep, lock_of, read_page
from .prose import said_numbers, unsupported
from .running import Run, dead_kernel, list_fonts, size
from .statements import STATED, number

# The first has no examples, and two of one name cannot both be looked into for some; in
# the other a build has left the sources of its pages.
collect_ignore = ["conftest.py", "_build"]


def pytest_collect_file(file_path, parent):
    if file_path.suffix != ".md" or file_path.is_relative_to(SITE):
        return None  # what lies in the rooms is no page
    return ChapterFile.from_parent(parent, path=file_path)


class ChapterFile(IPyNbFile):
    """A chapter; what cannot be read of it is an error with its line."""

    def collect(self):
        work_at(self.path)
        try:
            self.text = source_of(self.path)
            self.chapter = read_page(self.text)
        except ChapterError as error:
            raise self.CollectError(
                f"{self.path}:{error.line}: {error.reason}"
            ) from None
        except SettingError as error:
            raise self.CollectError(str(error)) from None
        self.nb = self.chapter.notebook
        self.reported = Reported(self.chapter)
        self.passed = set()  # the places of the cells whose test has passed
        for position, cell in enumerate(self.chapter.cells):
            if cell.is_run:
                yield CodeCell.from_parent(
                    self,
                    name=f"line {cell.line}",
                    cell_num=position,
                    cell=cell.node,
                    # Whatever ends a cell is compared, too.
                    options=defaultdict(bool, check=True, check_exception=True),
                )
        yield Prose.from_parent(self, name="prose")
        yield EveryNumberMatters.from_parent(self, name="every number matters")

    def setup(self):
        """Start the kernel: the Python that tests. Nobody else runs the chapter now."""
        work_at(self.path)
        if self.chapter.cells:
            self.lock = lock_of(self.cache, self.path)
            self.lock.acquire()
            self.began = time.perf_counter()
            self.kernel = WatchedKernel(self.path.parent)

    def teardown(self):
        if self.chapter.cells:
            self.lock.release()
        super().teardown()

    @property
    def cache(self):
        """Where the build of the book keeps what the kernels reported."""
        return self.config.rootpath / "_build" / ".jupyter_cache"

    def keep(self):
        """Keep what was reported, if all cells were run and nothing was at fault."""
        cells = enumerate(self.chapter.cells)
        needed = {place for place, cell in cells if cell.is_run}
        if needed and self.passed == needed and not self.reported.failed:
            seconds = time.perf_counter() - self.began
            keep(self.cache, self.path, Run(self.executed(), seconds))

    def executed(self):
        """The chapter with what the kernel reported, as the build has it from its own."""
        notebook = deepcopy(self.nb)
        notebook.metadata["language_info"] = self.kernel.about["language_info"]
        nodes = [node for node in notebook.cells if node.cell_type == "code"]
        for place, node in enumerate(nodes):
            node.outputs, node.execution_count = self.reported.of(place), None
            if self.chapter.cells[place].is_run:
                node.execution_count = place + 1
        return notebook

    def get_kernel_message(self, timeout=None, stream="iopub"):
        message = super().get_kernel_message(timeout, stream)
        if message["parent_header"].get("msg_id") == self.kernel.asked:
            self.reported.note(message)
        return message


class WatchedKernel(RunningKernel):
    """A kernel as the build has it, which is missed as soon as it dies."""

    asked = None  # the message with the last cell,
    log_size = 0  # and the size of the log when it began

    def __init__(self, folder):
        list_fonts()
        self.log = TemporaryFile()  # noqa: SIM115 (closed with the kernel)
        self.km, self.kc = start_new_kernel(
            kernel_name=CURRENT_ENV_KERNEL_NAME,
            cwd=str(folder),
            extra_arguments=KERNEL_ARGUMENTS,
            stdout=self.log,
            stderr=self.log,
        )
        self._ensure_iopub_up()
        self.about = self.kc.kernel_info(reply=True, timeout=60)["content"]

    def execute_cell_input(self, cell_input, allow_stdin=None):
        """Run a cell as a reader does; IPython looks for a ``;`` in its history."""
        self.log_size = size(self.log)
        self.asked = self.kc.execute(
            cell_input, store_history=True, allow_stdin=False, stop_on_error=False
        )
        return self.asked

    def get_message(self, stream, timeout=None):
        """Wait for a message, as long as there is a kernel to send it."""
        waited = 0
        while True:
            try:
                return super().get_message(stream, timeout=1)
            except Empty:
                if not self.is_alive():
                    raise DeadKernel from None
                waited += 1
                if timeout is not None and waited >= timeout:
                    raise

    def stop(self):
        super().stop()
        self.log.close()


class DeadKernel(Exception):
    """The kernel died while something was waited for."""


class Reported:
    """What the kernel has reported of each cell so far, by the rules of nbclient.

    They are those of the build: an output may be cleared, and a display be updated, also
    that of an earlier cell.
    """

    def __init__(self, chapter):
        self.chapter = chapter
        nodes = [deepcopy(cell.node) for cell in chapter.cells]
        self.client = NotebookClient(new_notebook(cells=nodes), record_timing=False)
        self.reached = set()  # the places of the cells that were run
        self.failed = set()  # and of those that are known to be at fault
        self.updatable = set()  # and of those that have a display with a name

    def begin(self, position):
        """What is reported from here on is of one cell."""
        self.position = position
        self.reached.add(position)
        self.client.clear_before_next_output = False
        self.client.nb.cells[position].outputs = []

    def note(self, message):
        if (message["content"].get("transient") or {}).get("display_id"):
            self.updatable.add(self.position)
        cell = self.client.nb.cells[self.position]
        with suppress(CellExecutionComplete):
            self.client.process_message(deepcopy(message), cell, self.position)

    def of(self, position):
        return self.client.nb.cells[position].outputs

    def faults(self):
        """List each fault of the last cell; what may still be updated is seen to later."""
        found = self._found([self.position]).get(self.position, [])
        if not found or self.position in self.updatable:
            return []
        self.failed.add(self.position)
        return found

    def late_faults(self):
        """List each fault that has come, or has stayed, since a cell was run."""
        found = self._found(sorted(self.reached - self.failed))
        self.failed |= found.keys()
        return [fault for faults in found.values() for fault in faults]

    def _found(self, places):
        return page_faults(self.chapter, {place: self.of(place) for place in places})


class CodeCell(IPyNbCell):
    """A code cell, run by nbval and compared with what is stated under it."""

    def runtest(self):
        if self.cell.execution_count is None:
            self.raise_cell_error("nothing is compared: the stored run is missing")
        if not self.parent.kernel.is_alive():
            self.raise_cell_error("was not run: the kernel died in an earlier cell")
        self.parent.reported.begin(self.cell_num)
        try:
            super().runtest()
        except DeadKernel as error:
            line = self.parent.chapter.cells[self.cell_num].line
            kernel = self.parent.kernel
            fault = dead_kernel(line, kernel.log, kernel.log_size, error)
            self.raise_cell_error(fault.reason, fault.details)
        self.parent.passed.add(self.cell_num)

    def compare_outputs(self, test, ref, skip_compare=None):
        self.comparison_traceback = lines = []
        for fault in self.parent.reported.faults():
            lines.append(f"{self._place(fault.line)} {fault.reason}")
            lines += filter(None, [fault.details])
        return not lines

    def repr_failure(self, excinfo):
        error = excinfo.value
        line = self.parent.chapter.cells[self.cell_num].line
        details = ANSI.sub("", getattr(error, "inner_traceback", None) or "")
        return "\n".join(filter(None, [f"{self._place(line)} {error}", details]))

    def reportinfo(self):
        return self.path, self.parent.chapter.cells[self.cell_num].line - 1, self.name

    def _place(self, line):
        return f"{self.path.name}:{line}:"


class PageItem(pytest.Item):
    """A check of a whole chapter, whose faults are lines and reasons."""

    def runtest(self):
        if faults := self.faults():
            raise AssertionError(
                "\n".join(f"{self.path.name}:{line}: {said}" for line, said in faults)
            )

    def repr_failure(self, excinfo):
        return str(excinfo.value)

    def reportinfo(self):
        return self.path, 0, self.name


class Prose(PageItem):
    """Every decimal of the prose is one that the page's cells know."""

    def faults(self):
        return unsupported(self.parent.text, self.parent.chapter)


class EveryNumberMatters(PageItem):
    """What is stated holds to the end, and each of its numbers, if changed, does not."""

    def faults(self):
        chapter, reported = self.parent.chapter, self.parent.reported
        found = [(fault.line, fault.reason) for fault in reported.late_faults()]
        self.parent.keep()
        held = reported.reached - reported.failed
        for position in sorted(held):
            found += _unnoticed(chapter.cells[position], reported.of(position))
        found += self._prose_faults()
        missing = [
            f"{cell.line}"
            for position, cell in enumerate(chapter.cells)
            if cell.is_run and position not in held
        ]
        if missing and not found:
            # Where nobody reads what was skipped, it has failed.
            give_up = pytest.fail if os.environ.get("CI") else pytest.skip
            give_up(
                "some cells were not run, or failed: the proof needs them all "
                f"(line {', '.join(missing)})"
            )
        return found

    def _prose_faults(self):
        """Change the last digit of each number of the prose to any other."""
        text, chapter = self.parent.text, self.parent.chapter
        faults = []
        for line, said, place in said_numbers(text, chapter):
            if not any(
                line in {at for at, _ in unsupported(changed, chapter)}
                for changed in _changes_at(text, place)
            ):
                faults.append((line, f"{said.text} can be changed unnoticed"))
        return faults


def _unnoticed(cell, outputs):
    """Yield each stated number that can be changed unnoticed: its line, and a word."""
    for kind, statement in cell.statements.items():
        for match in re.finditer(r"\d+", statement.text):
            changed = _change(statement.text, match)
            if changed is None:
                continue
            other = {**cell.statements, kind: Statement(changed, statement.line)}
            if not any(faults(replace(cell, statements=other), outputs)):
                line = statement.line + 1
                line += statement.text.count("\n", 0, match.start())
                yield line, f"{match[0]} can be changed unnoticed"


def _change(stated, match):
    """Change a run of digits so that what it states is no longer so."""
    for said in STATED.finditer(stated):
        if said[2] and said.start() <= match.start() < said.end():
            if match.start() >= said.start(2) or match.end() < said.end(1):
                return None  # the tolerance itself, and all but the last digits
            center, tolerance = number(said[1]), number(said[2])
            beyond = center.value + 3 * tolerance.value + center.unit
            return stated[: said.start(1)] + f"{beyond}" + stated[said.end(1) :]
    last = int(stated[match.end() - 1])
    changed = str((last + 1) % 10)
    return stated[: match.end() - 1] + changed + stated[match.end() :]


def _changes_at(text, place):
    """Yield the text with another digit at a place."""
    for step in range(1, 10):
        digit = str((int(text[place]) + step) % 10)
        yield text[:place] + digit + text[place + 1 :]
