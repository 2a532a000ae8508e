"""The system's Chromium, and a server that compresses as a web host does. For the page tests and `make audit`."""

import functools
import gzip
import http.server
import io
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"]
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
INSTALL = (
    "No Chromium or Chrome found. Debian, Ubuntu: sudo apt install chromium. Fedora: sudo dnf install chromium. "
    "macOS: brew install --cask google-chrome. Windows: winget install Google.Chrome"
)
# A browser that talks to nobody. Without a sandbox, since in a container it cannot have one; it opens our pages only.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
COMPRESSED = {".html", ".css", ".js", ".svg", ".json", ".xml", ".txt", ".ipynb"}


def find_browser():
    return next(filter(None, map(shutil.which, NAMES)), str(MAC) if MAC.exists() else None)


class Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".woff2": "font/woff2"}

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path = path / "index.html"
        if not path.is_file():
            self.send_error(404)
            return None
        content = path.read_bytes()
        self.send_response(200)
        if path.suffix in COMPRESSED:
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        return io.BytesIO(content)

    def log_message(self, *args):
        pass


@contextmanager
def serve(folder):
    """The address of a server on this machine for the files in `folder`."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
