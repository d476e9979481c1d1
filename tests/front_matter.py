"""The front matter that every chapter has, for the tests that need one."""

FRONT_MATTER = """\
---
file_format: mystnb
kernelspec:
  name: python3
  display_name: Python 3
---
"""
