"""Shows what a call has made: in a notebook as it is, elsewhere as a text."""


def show(text, forms=None, metadata=None):
    """Show an output.

    Args:
        text: What is printed where no notebook is.
        forms: A dict from media types to the other forms that the output has.
        metadata: A dict from media types to what is known of that form.

    >>> show("Right.", {"image/svg+xml": "<svg/>"})
    Right.
    """
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(text)
    else:
        bundle = {**(forms or {}), "text/plain": str(text)}
        display(bundle, metadata=metadata or {}, raw=True)
