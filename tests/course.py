"""The questions and exercises of the chapters, as their sources have them."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from lossbook.exercises import exercises
from lossbook.questions import questions
from lossbook.site.notebook import read

ROOT = Path(__file__).parents[1]
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [Path(part["file"]).name for part in TOC["parts"][0]["chapters"]]

CHECK = re.compile(
    r"^```\{check\} (?P<name>\S*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)
OUTCOME = re.compile(r"^- \{when\}`([\w-]+)`", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """A question as its page asks it."""

    page: str
    name: str
    body: str

    @property
    def question(self):
        return questions(self.page)[self.name]

    @property
    def texts(self):
        """What is said of each outcome, by its name."""
        _, *parts = OUTCOME.split(self.body)
        return dict(zip(parts[::2], parts[1::2], strict=True))

    @property
    def asks(self):
        return OUTCOME.split(self.body)[0]

    def __str__(self):
        return f"{self.page}: {self.name}"


@cache
def source(page):
    return (ROOT / "chapters" / f"{page}.md").read_text(encoding="utf-8")


def asked_on(page):
    return [Asked(page, m["name"], m["body"]) for m in CHECK.finditer(source(page))]


def objectives(page):
    """The names of the objectives of a chapter."""
    return re.findall(r"^- \{objective\}`([\w-]+)`", source(page), re.MULTILINE)


def gated(page, kind):
    """The code cells between the start and the end of exercises or solutions, by name."""
    pattern = rf"^```\{{{kind}-start\}}(.*?)^```$(.*?)^```\{{{kind}-end\}}$"
    found = {}
    for match in re.finditer(pattern, source(page), re.DOTALL | re.MULTILINE):
        label = re.search(r":label: (\S+)", match[1])
        name = match[1].split("\n")[0].strip() or label[1]
        found[name] = (match[2], [c.node.source for c in read(match[2]).cells])
    return found


ASKED = [asked for page in CHAPTERS for asked in asked_on(page)]
EXERCISES = [(page, name) for page in CHAPTERS for name in exercises(page)]
