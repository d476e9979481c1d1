"""lossbook.site.kit.overview: which pages are written again, when others have changed."""

from types import SimpleNamespace

import pytest

from lossbook.site.kit.overview import (
    forget_page,
    pages_to_write_again,
    tells_of_others,
)


def minutes(env, page):
    return env.minutes[page]


@pytest.fixture
def env():
    """A book in which the page ``front`` tells the minutes of two others."""
    env = SimpleNamespace(docname="front", minutes={"one": 5, "two": 5, "three": 5})
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
    forget_page(None, env, "front")
    env.minutes["one"] = 10
    assert pages_to_write_again(None, env) == []
