"""lossbook.site.kit.overview: which pages are written again, when others have changed."""

import pytest

from lossbook.site.kit import overview
from lossbook.site.kit.overview import pages_to_write_again, tells_of_others
from lossbook.site.kit.pages import PageStore


class Environment:
    """What is asked of the environment of Sphinx, with the minutes of some pages."""

    docname = "front"

    def __init__(self, minutes):
        self.minutes = minutes


class App:
    """What is asked of Sphinx: to have something called at an event."""

    def __init__(self):
        self.calls = {}

    def connect(self, event, call):
        self.calls.setdefault(event, []).append(call)

    def happens(self, event, *about):
        for call in self.calls[event]:
            call(self, *about)


def minutes(env, page):
    return env.minutes[page]


@pytest.fixture
def env():
    """A book in which the page ``front`` tells the minutes of two others."""
    env = Environment({"one": 5, "two": 5, "three": 5})
    tells_of_others(env, minutes, "one")
    tells_of_others(env, minutes, "two")
    pages_to_write_again(None, env)
    return env


def test_a_page_is_written_when_it_tells_of_others_for_the_first_time(env):
    env.docname = "back"
    tells_of_others(env, minutes, "three")
    assert pages_to_write_again(None, env) == ["back"]


@pytest.mark.parametrize("page", ["one", "two"])
def test_a_page_is_written_again_when_what_it_tells_has_changed(env, page):
    env.minutes[page] = 10
    assert pages_to_write_again(None, env) == ["front"]
    assert pages_to_write_again(None, env) == []


def test_a_page_is_left_alone_when_something_else_has_changed(env):
    env.minutes["three"] = 10
    assert pages_to_write_again(None, env) == []


def test_a_page_that_is_gone_tells_nothing(env):
    app = App()
    overview.setup(app)
    app.happens("env-purge-doc", env, "front")
    env.minutes["one"] = 10
    assert pages_to_write_again(None, env) == []


# What is known of each page


def test_what_is_known_of_a_page_is_forgotten_with_it_and_brought_together():
    lengths, app = PageStore("lengths"), App()
    lengths.connect(app)
    env, other = Environment({}), Environment({})
    lengths(env).update(one=1, two=2)
    lengths(other).update(two=3, three=3, four=4)
    app.happens("env-merge-info", env, ["two", "three", "none"], other)
    assert lengths(env) == {"one": 1, "two": 3, "three": 3}
    app.happens("env-purge-doc", env, "one")
    app.happens("env-purge-doc", env, "one")
    assert lengths(env) == {"two": 3, "three": 3}
    assert lengths(Environment({})) == {}
