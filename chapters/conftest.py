"""Hands the chapters to nbval: pytest runs every cell and compares what is stated."""

from lossbook.site.outputs.collect import collect_ignore, pytest_collect_file

__all__ = ["collect_ignore", "pytest_collect_file"]
