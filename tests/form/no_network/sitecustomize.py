"""With this folder on PYTHONPATH, a Python process reaches nothing but its own machine: ConnectionError."""

import sys

LOOPBACK = ("127.", "::1", "localhost")


def _refuse(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]  # an address of a Unix socket is a string, and local
    else:
        return
    host = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if not host.startswith(LOOPBACK):
        raise ConnectionError(f"the network is blocked: {event} to {host}")


sys.addaudithook(_refuse)
