"""The list of references as an ordinary list.

docutils gives its entries a role that ARIA has since withdrawn, and a label; the text
refers to them by author and year.
"""

from docutils import nodes


def setup(app):
    app.add_node(nodes.citation, override=True, html=(open_entry, close_entry))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def open_entry(translator, node):
    if not isinstance(node.previous_sibling(), nodes.citation):
        translator.body.append('<ul class="citations">\n')
    translator.body.append(translator.starttag(node, "li"))
    for label in list(node.findall(nodes.label)):
        node.remove(label)


def close_entry(translator, node):
    translator.body.append("</li>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        translator.body.append("</ul>\n")
