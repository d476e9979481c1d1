"""Pages of the site with one part of them alone, which a browser opens in no time.

A chapter has thousands of elements. What a test of one part waited for was the rest.
That the whole pages hold is seen in test_site.
"""

from bs4 import BeautifulSoup

HEADINGS = ["h1", "h2", "h3", "h4"]


def excerpt(text, selector):
    """A page with nothing but its sections, their headings, and some parts in them.

    Args:
        text: The HTML of the page.
        selector: What stays, with all that it stands in: a CSS selector.

    Returns:
        The HTML of the shorter page. Around the article it is as it was.

    Raises:
        AssertionError: The page has no such part, or no text around it.
    """
    page = BeautifulSoup(text, "html.parser")
    article = page.select_one("article")
    kept = article.select(selector)
    assert kept, f"the article has no {selector}"
    stay = {id(part) for part in kept}
    stay |= {id(around) for part in kept for around in part.parents}
    left_out = [
        child
        for around in [article, *article.find_all("section")]
        for child in around.find_all(recursive=False)
        if id(child) not in stay and child.name not in [*HEADINGS, "section"]
    ]
    assert left_out, f"the article has nothing but {selector}"
    for child in left_out:
        child.decompose()
    return str(page)
