"""A web server for the built site that compresses texts, as real ones do."""

import gzip
import sys
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

COMPRESSED = ("text/", "application/json", "image/svg+xml", "application/xml")
COMPRESSED += ("application/javascript", "text/javascript")


@cache
def _body(path, modified, compressed):
    body = Path(path).read_bytes()
    return gzip.compress(body, mtime=0) if compressed else body


class Handler(SimpleHTTPRequestHandler):
    """Answers with the files of a folder."""

    protocol_version = "HTTP/1.1"  # connections are kept, as real servers keep them

    def __init__(self, *arguments, headers, instead, **options):
        self.more_headers, self.instead = headers, instead
        super().__init__(*arguments, **options)

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        kind = self.guess_type(str(path))
        compressed = kind.startswith(COMPRESSED)
        text = self.instead.get(path.relative_to(self.directory).as_posix())
        if text is not None:
            body = gzip.compress(text.encode()) if compressed else text.encode()
        elif path.is_file():
            body = _body(str(path), path.stat().st_mtime_ns, compressed)
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in self.more_headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Keep the output of the tests free of requests."""


class Server(ThreadingHTTPServer):
    """Answers side by side, and does not mind a browser that hangs up."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def serve(folder, headers=None, instead=None, handler=Handler):
    """Serve a folder at a free port; return the server, to shut down, and its address.

    Args:
        folder: The folder of the site.
        headers: A dict of what each answer carries beside its content.
        instead: A dict from paths in the folder to what is sent in place of the file.
        handler: What answers, such as one that also notes what it is asked for.
    """
    more = {"headers": headers or {}, "instead": instead or {}}
    handler = partial(handler, directory=str(folder), **more)
    server = Server(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"


@contextmanager
def serving(folder, headers=None, instead=None, handler=Handler):
    """Serve a folder while the block runs; give the address. See `serve`."""
    server, address = serve(folder, headers, instead, handler)
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
