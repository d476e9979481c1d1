"""Adds to the address of each file a digest of what is in it.

A browser keeps the files of a site. The style sheet and the fonts hold only what the
pages use, so a page must never meet those of an earlier build.
"""

import re
import zlib
from functools import cache
from pathlib import Path

PAGE_ADDRESS = re.compile(r'((?:src|href)=")([^":?#]+\.(?:css|js))(?:\?v=\w+)?(")')
SHEET_ADDRESS = re.compile(r"""(url\(["']?)([^"')?:]+\.woff2)(?:\?v=\w+)?(["']?\))""")


def add_versions(app):
    root, digest = Path(app.outdir), cache(_digest)
    for sheet in root.glob("_static/*.css"):  # first: a page tells the sheet's digest
        _rewrite(sheet, SHEET_ADDRESS, digest)
    for page in root.rglob("*.html"):
        _rewrite(page, PAGE_ADDRESS, digest)


def _digest(path):
    return f"{zlib.crc32(path.read_bytes()):08x}"


def _rewrite(file, addresses, digest):
    def with_version(match):
        before, address, after = match.groups()
        path = (file.parent / address).resolve()
        version = f"?v={digest(path)}" if path.is_file() else ""
        return f"{before}{address}{version}{after}"

    # Bytes as they are: line ends are kept on every system.
    text = file.read_bytes().decode()
    rewritten = addresses.sub(with_version, text)
    if rewritten != text:
        file.write_bytes(rewritten.encode())
