"""Examples of what anybody may write, all at once: as many as one process is to take."""

from hypothesis import given, settings


def examples(strategy, count=100):
    """List what Hypothesis would try; it is the same each time, see conftest."""
    found = []

    @settings(max_examples=count)
    @given(strategy)
    def note(example):
        found.append(example)

    note()
    return found
