"""The pages, and the questions and exercises of the chapters, as their sources have them."""

from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path

import yaml
from rules import demand

from lossbook.exercises import exercises
from lossbook.questions import questions
from lossbook.site.kit.fences import all_fences, fences, parser
from lossbook.site.outputs.chapter import read
from lossbook.site.questions.source import SourceError
from lossbook.site.questions.source import read as read_check

ROOT = Path(__file__).parents[1]
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
FILES = [
    TOC["root"],
    *(page["file"] for part in TOC["parts"] for page in part["chapters"]),
]
CHAPTERS = [Path(part["file"]).name for part in TOC["parts"][0]["chapters"]]
# Those that follow the five sections of the article; others may stand between them.
OF_THE_ARTICLE = [
    "what_is_a_loss_function",
    "mean_absolute_error",
    "mean_squared_error",
    "categorical_crossentropy",
    "loss_functions_in_practice",
]


@dataclass(frozen=True)
class Asked:
    """A question as its page asks it."""

    page: str
    name: str
    body: str
    line: int

    @property
    def question(self):
        module = f"lossbook/questions/{self.page}.py"
        demand(
            self.name in questions(self.page),
            self.where,
            f"a question has its numbers in {module}, and this one has none there",
            f'write "{self.name}": number(…) into QUESTIONS in {module}, '
            "or one(…) or several(…)",
        )
        return questions(self.page)[self.name]

    @property
    def where(self):
        """Its place, for whoever is told of a fault of it."""
        return f"chapters/{self.page}.md:{self.line}: {self.name}"

    @property
    def texts(self):
        """What is said of each outcome, by its name."""
        source = self.source
        return {name: source.words(name) for name in source.said}

    @property
    def asks(self):
        return self.source.asked.text

    @property
    def source(self):
        """What its fence says, by the grammar of questions."""
        try:
            return read_check(self.body)
        except SourceError as error:
            do = "see how the others are written, and lossbook/site/questions/README.md"
            demand(False, self.where, f"a question can be read, and this {error}", do)

    def __str__(self):
        return f"{self.page}: {self.name}"


@cache
def source(page):
    return (ROOT / "chapters" / f"{page}.md").read_text(encoding="utf-8")


@cache
def asked_on(page):
    """The questions of a page, in order; a tuple."""
    found = all_fences(source(page))
    checks = [fence for fence in found if fence.name == "check"]
    return tuple(Asked(page, f.argument, f.content, f.line) for f in checks)


def roles(text, name):
    """Yield what stands in each role of a name, within fences as well as outside.

    >>> list(roles("* {a}`b`\\n\\n:::{note}\\n{a}`c`, `{a}`\\n:::\\n", "a"))
    ['b', 'c']
    """
    inline, _ = parser()
    for token in inline.parse(text):
        for child in token.children or ():
            if child.type == "myst_role" and child.meta["name"] == name:
                yield child.content
    for fence in fences(text):
        if fence.is_markdown:
            yield from roles(fence.body, name)


@cache
def objectives(page):
    """The names of the objectives of a chapter; a tuple."""
    return tuple(roles(source(page), "objective"))


@cache
def gated(page, kind):
    """The code cells between the start and the end of exercises or solutions, by name.

    A start with no end, or one in which another begins, fails.
    """
    gates = (f"{kind}-start", f"{kind}-end")
    lines, found = source(page).splitlines(keepends=True), {}
    marks = [fence for fence in all_fences(source(page)) if fence.name in gates]
    for start, end in zip_longest(marks[::2], marks[1::2]):
        demand(
            (start.name, end and end.name) == gates,
            f"chapters/{page}.md:{start.line}",
            f"each {{{kind}-start}} is followed by its {{{kind}-end}}, before the next "
            f"begins, and here stands {{{start.name}}} alone",
            "write the other one",
        )
        text = "".join(lines[start.end : end.line - 1])
        name = start.argument or start.options["label"]
        found[name] = (text, [cell.node.source for cell in read(text).cells])
    return found


ASKED = [asked for page in CHAPTERS for asked in asked_on(page)]
EXERCISES = [(page, name) for page in CHAPTERS for name in exercises(page)]
