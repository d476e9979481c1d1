"""Programs that end with the tests, however these end, and that cannot make them wait."""

import os
import re
import shutil
import signal
import subprocess
from collections import deque
from contextlib import suppress
from threading import Thread, Timer

MOST_SECONDS = 60  # for each command

# Its input is a pipe to the tests. When that closes, even since the tests were killed, all
# that was started here is ended: the program, and whatever it has started.
SUPERVISE = '"$@" </dev/null & exec >/dev/null 2>&1; cat; kill -KILL 0'


class NoAnswer(Exception):
    """A program did not do what it was asked for in time, or has ended."""


class Program:
    """A running program.

    Args:
        command: The program and its arguments, as texts.
        environment: A dict of what is added to the environment.
    """

    def __init__(self, command, environment=None):
        self.name = os.path.basename(command[0])
        self.process = subprocess.Popen(
            ["sh", "-c", SUPERVISE, "sh", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # so Ctrl-C ends the tests, and these end it
        )

    def wait_until_said(self, pattern):
        """Read on to a line with a pattern; return what its group has found.

        Raises:
            NoAnswer: The program ended, or took too long, before it said so.
        """
        said = []
        guard = Timer(MOST_SECONDS, self.end)
        guard.start()
        try:
            for line in self.process.stdout:
                said.append(line)
                if found := re.search(pattern, line):
                    break
            else:
                raise NoAnswer(
                    f"{self.name} did not start: {''.join(said) or 'no word'}"
                )
        finally:
            guard.cancel()
        # Whatever it says later is read, too: it would stop if nobody did.
        Thread(target=deque, args=(self.process.stdout, 0), daemon=True).start()
        return found[1]

    def end(self):
        """End the program, and whatever it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()


def first_of(*names):
    """The path of the first of some programs that is there, or None."""
    return next(filter(None, map(shutil.which, names)), None)
