"""Hands the chapters to nbval: pytest runs every cell and compares what is stated.

For each chapter come, in this order, its code cells, run by nbval's own cell
runner; its prose; and a proof that the comparison has teeth: every number that the
chapter states is changed in its last digit, and each change must be noticed. The
proof uses what the cells printed, so the notebook runs once.
"""

import gc
import re
import warnings
from collections import defaultdict

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile, find_metadata_tags

from lossbook.site.executed import quiet_kernels
from lossbook.site.notebook import ChapterError, read
from lossbook.site.prose import prose_numbers, unsupported
from lossbook.site.statements import (
    ANSI,
    STATED,
    disagreement,
    number,
    printed_text,
    warning_text,
)


def pytest_configure(config):
    quiet_kernels()
    config.option.nbval_current_env = True  # the kernel is the Python that tests


def pytest_collect_file(file_path, parent):
    if file_path.suffix != ".md":
        return None
    return ChapterFile.from_parent(parent, path=file_path)


class ChapterFile(IPyNbFile):
    """A chapter; what cannot be read of it is an error with its line."""

    def collect(self):
        self.text = self.path.read_text(encoding="utf-8")
        try:
            self.chapter = read(self.text)
        except ChapterError as error:
            raise self.CollectError(
                f"{self.path}:{error.line}: {error.reason}"
            ) from None
        self.nb = self.chapter.notebook
        self.printed = {}
        for position, cell in enumerate(self.chapter.cells):
            tags = dict(find_metadata_tags(cell.node.metadata))
            yield CodeCell.from_parent(
                self,
                name=f"line {cell.line}",
                cell_num=position,
                cell=cell.node,
                options=defaultdict(bool, {"check": True, **tags}),
            )
        yield Prose.from_parent(self, name="prose")
        yield EveryNumberMatters.from_parent(self, name="every number matters")

    def teardown(self):
        """Stop the kernel, and let go of the null device that nbval opened for it.

        nbval never closes it. Collected later, it would warn in the midst of a test.
        """
        super().teardown()
        self.kernel = None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


class CodeCell(IPyNbCell):
    """A code cell, run by nbval and compared with what is stated under it."""

    def runtest(self):
        if self.cell.execution_count is None:
            self.raise_cell_error("nothing is compared: the stored run is missing")
        super().runtest()

    def compare_outputs(self, test, ref, skip_compare=None):
        stated_cell = self.parent.chapter.cells[self.cell_num]
        self.parent.printed[self.cell_num] = printed = printed_text(test)
        self.comparison_traceback = faults = []
        if warning := warning_text(test):
            faults.append(f"{self._place(stated_cell.line)} warns:\n{warning}")
        if found := disagreement(printed_text(ref), printed):
            offset, reason = found
            top = stated_cell.stated_line or stated_cell.line
            faults.append(f"{self._place(top + offset)} {reason}")
            faults.append(f"stated:\n{stated_cell.stated}\nprinted:\n{printed}")
        return not faults

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
    """Every stated number, changed in its last digit, is noticed."""

    def faults(self):
        chapter, printed = self.parent.chapter, self.parent.printed
        if len(printed) < len(chapter.cells):
            pytest.skip("compares with what the cells print: run the whole chapter")
        faults = []
        for position, cell in enumerate(chapter.cells):
            for match in re.finditer(r"\d+", cell.stated):
                changed = _change(cell.stated, match)
                if changed and not disagreement(changed, printed[position]):
                    line = (
                        cell.stated_line + 1 + cell.stated.count("\n", 0, match.start())
                    )
                    faults.append((line, f"{match[0]} can be changed unnoticed"))
        return faults + self._prose_faults()

    def _prose_faults(self):
        """Change the last digit of each number of the prose to any other."""
        text, chapter = self.parent.text, self.parent.chapter
        faults = []
        for line, said in prose_numbers(text, chapter):
            changes = _changes_in_line(text, line, said.text.rstrip("%"))
            if not any(
                line in {place for place, _ in unsupported(changed, chapter)}
                for changed in changes
            ):
                faults.append((line, f"{said.text} can be changed unnoticed"))
        return faults


def _change(stated, match):
    """Change a run of digits so that what it states is no longer so."""
    for said in STATED.finditer(stated):
        if said[2] and said.start() <= match.start() < said.end():
            if match.start() >= said.start(2) or match.end() < said.end(1):
                return None  # the tolerance itself, and all but the last digits
            beyond = number(said[1]).value + 3 * number(said[2]).value
            return stated[: said.start(1)] + f"{beyond}" + stated[said.end(1) :]
    last = int(stated[match.end() - 1])
    changed = str((last + 1) % 10)
    return stated[: match.end() - 1] + changed + stated[match.end() :]


def _changes_in_line(text, line, said):
    """Yield the text with another last digit in a number that stands in a line."""
    lines = text.split("\n")
    spelled = re.escape(said).replace(",", r"(?:,|\{,\}|\\,)")  # as prose or as TeX
    found = re.search(rf"(?<![\w.]){spelled}(?!\w)", lines[line - 1])
    for step in range(1, 10):
        digit = str((int(said[-1]) + step) % 10)
        changed = lines[line - 1][: found.end() - 1] + digit
        changed += lines[line - 1][found.end() :]
        yield "\n".join([*lines[: line - 1], changed, *lines[line:]])
