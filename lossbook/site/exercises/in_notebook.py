"""Exercises as a notebook shows them: headings, and hints that unfold."""

from sphinx.locale import _

from ..kit.notebooks import folded, leave_out, writers


def setup(app):
    writers(app)["hint"] = lambda page, fence: folded(_("Hint"), fence.body)
    writers(app)["exercise-start"] = lambda page, fence: f"### {_('Exercise')}\n"
    writers(app)["solution-start"] = lambda page, fence: f"**{_('Solution')}**\n"
    leave_out(app, "exercise-end", "solution-end")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
