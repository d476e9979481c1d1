"""What the outputs of a page depend on beside the code of its cells.

That is what the cells import, of the book itself and of the packages that it runs on. Of
some modules, as those that judge exercises, a page depends only if it names something in
them: who mends one, runs one page again and not all of them. The settings of the book say
what there is::

    outputs_packages: [numpy]        # installed packages, whose versions count
    outputs_sources: [mybook]        # files and folders of the book
    outputs_not_sources: [mybook/site]         # and what of these no cell reads
    outputs_where_named: [mybook/exercises]    # and what counts where it is named
"""

import ast
import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from .settings import SettingError, book, setting

# Have IPython leave alone what is written past Python.
KERNEL_ARGUMENTS = ["--IPKernelApp.capture_fd_output=False"]


def packages():
    """The names of the installed packages on which the outputs depend."""
    return setting("outputs_packages")


def fingerprint(code):
    """Digest what the cells of a page import, and the versions they run on.

    Args:
        code: The text of the cells.

    Raises:
        SettingError: If a setting names what is not there.
    """
    digest = hashlib.sha256(_of_every_page(book()))
    for names in _where_named(book()):
        used = {path: any(name in code for name in all_of) for path, all_of in names}
        if any(used.values()):
            for path, all_of in names:
                if used[path] or not all_of:  # what has no names serves the others
                    digest.update(_named(path))
    return digest.hexdigest()[:16]


@cache
def _of_every_page(folder):
    digest = hashlib.sha256(platform.python_version().encode())
    digest.update(repr(KERNEL_ARGUMENTS).encode())
    for name in packages():
        digest.update(f"{name} {version_of(name, 'outputs_packages')}\n".encode())
    left_out = {
        folder / name
        for kind in ("outputs_not_sources", "outputs_where_named")
        for name in setting(kind)
    }
    for name in setting("outputs_sources"):
        for path in _files(folder, name, "outputs_sources"):
            if left_out.isdisjoint([path, *path.parents]) and path.suffix != ".md":
                digest.update(_named(path))
    return digest.digest()


def version_of(name, of_setting):
    """The version of an installed package, or of Python, that a setting names.

    Raises:
        SettingError: If it is not installed.
    """
    if name == "Python":
        return platform.python_version()
    try:
        return version(name)
    except PackageNotFoundError:
        raise SettingError(of_setting, f"{name!r} is not installed") from None


def _files(folder, name, of_setting):
    """The files of a source, in order."""
    source = folder / name
    if not source.exists():
        raise SettingError(of_setting, f"there is no {source}")
    for path in sorted([source, *source.glob("**/*")]):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _named(path):
    return path.relative_to(book()).as_posix().encode() + path.read_bytes()


@cache
def _where_named(folder):
    """For each such folder the pairs of its modules and of the names in them."""
    return [
        [
            (path, names_in(path.read_text(encoding="utf-8")))
            for path in _files(folder, name, "outputs_where_named")
            if path.suffix == ".py"
        ]
        for name in setting("outputs_where_named")
    ]


def names_in(text):
    """The names by which a module keeps something: the keys of its dicts in capitals.

    >>> names_in('EXERCISES = {"mae-by-hand": Exercise("compute")}')
    ['mae-by-hand']
    >>> names_in("def verdict(): ...")
    []
    """
    found = []
    for statement in ast.parse(text).body:
        match statement:
            case ast.Assign([ast.Name(name)], ast.Dict(keys)) if name.isupper():
                found += [k.value for k in keys if isinstance(k, ast.Constant)]
    return [name for name in found if isinstance(name, str)]
