"""A search that finds numbers: by default Sphinx leaves them out.

It is in two halves. Here the index learns that 66,790 is one number; in the page,
``static/search.js`` reads a question in the same way and keeps its numbers.
"""

import re

from sphinx.search.en import SearchEnglish

from lossbook.site.assets import add_folder

THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


class SearchNumbers(SearchEnglish):
    """English, with numbers such as 66,790 found under 66790."""

    def split(self, input):
        return super().split(THOUSANDS.sub("", input))


def setup(app):
    app.add_search_language(SearchNumbers)
    add_folder(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
