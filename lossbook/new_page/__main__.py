"""``python -m lossbook.new_page huber_loss``, from the root of the book."""

import argparse

from lossbook.new_page import CannotMake, make

NEXT = """
It is a draft of the last chapter. See that all is well:

    pytest chapters/{name}.md
    jupyter-book build . --warningiserror --nitpick --keep-going

Then put your words in the place of those of the template. CONTRIBUTING.md tells how."""


def main():
    parser = argparse.ArgumentParser(
        prog="python -m lossbook.new_page",
        description="Makes a page from the template.",
    )
    parser.add_argument("name", help="the name of its file, such as huber_loss")
    parser.add_argument("--title", default="", help="by default the name in words")
    asked = parser.parse_args()
    try:
        written = make(".", asked.name, asked.title)
    except CannotMake as reason:
        parser.exit(2, f"Nothing was written: {reason}\n")
    print("Written:", *written, sep="\n    ")
    print(NEXT.format(name=asked.name))


if __name__ == "__main__":
    main()
