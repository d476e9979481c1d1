"""Firefox and WebKit, each with a site to visit, and what a reader does there.

Both engines have the same few commands: ``go``, ``reload``, ``traverse``, ``leaving``,
``call``, ``act`` and ``end``. All else is said once, in ``reading.py``, in the words of the page.
"""
