"""Files that take long to make, kept from build to build as long as they hold."""

import hashlib
from pathlib import Path

from .makers import makers_of


def kept(app, name, ingredients, make):
    """Return what ``make()`` made of the ingredients, now or in an earlier build.

    It holds as long as the ingredients are the same, and all that has made it of them.

    Args:
        name: The name of the file, such as ``book.css``.
        ingredients: The texts and bytes that the file is made of.
        make: Called without arguments, returns the bytes of the file.
    """
    digest = hashlib.sha256(makers_of(make))
    for part in ingredients:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    folder = Path(app.doctreedir, "lossbook", name)
    file = folder / digest.hexdigest()
    if not file.exists():
        made = make()
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        # Under its name only when whole: a build may be interrupted.
        part = file.with_suffix(".part")
        part.write_bytes(made)
        part.replace(file)
    return file.read_bytes()
