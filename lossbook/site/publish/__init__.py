"""What is done to the finished folder: the one place where the order of steps stands."""


def setup(app):
    for part in ("scripts", "steps", "stylesheet", "whole"):
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
