"""Install requirements into the environment of this Python:  .venv/bin/python tools/install.py requirements.txt

With --no-deps as the first argument, without what they depend on.

A user's pip settings say from where packages come (a mirror, a proxy, a certificate): these are kept. They may also say
where packages go and how (`user = true`, a target folder, no dependencies), which would break an environment of the
book's own: these are left out, whether they come from variables (PIP_USER) or from a file (pip.conf).
"""

import ast
import os
import subprocess
import sys
from pathlib import Path

CONSTRAINTS = Path(__file__).resolve().parents[1] / "constraints.txt"
KEPT = {
    "index-url", "extra-index-url", "no-index", "find-links", "trusted-host", "proxy", "cert", "client-cert",
    "keyring-provider", "timeout", "default-timeout", "retries", "cache-dir", "no-cache-dir",
}  # fmt: skip
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
WHAT_TO_DO = (
    "The packages could not be installed: read pip's last lines above, mend what they name (most often the network; "
    "behind a mirror or a proxy set PIP_INDEX_URL or HTTPS_PROXY), delete the folder .venv, and try again."
)


def settings():
    """The user's pip settings by name; of several, the one that pip follows: a variable before a file's [install]."""
    # `user = true` would make pip list the user's own file alone, since that command has an option of the same name.
    whole = {**os.environ, "PIP_USER": "0", "PIP_GLOBAL": "0", "PIP_SITE": "0"}
    listed = subprocess.run([*PIP, "config", "list"], env=whole, capture_output=True, text=True).stdout
    found = {"global": {}, "install": {}, ":env:": {}}
    for line in listed.splitlines():  # global.index-url='https://...'
        name, _, value = line.partition("=")
        section, _, name = name.rpartition(".")
        found.setdefault(section, {})[name] = ast.literal_eval(value)
    return found["global"] | found["install"] | found[":env:"]


def environment():
    """The environment in which pip installs: of the PIP_ variables only those that are kept, and no file."""
    kept = {f"PIP_{name.upper().replace('-', '_')}": value for name, value in settings().items() if name in KEPT}
    others = {name: value for name, value in os.environ.items() if not name.upper().startswith("PIP_")}
    return {**others, **kept, "PIP_CONFIG_FILE": os.devnull}


def main(arguments):
    command = [*PIP, "install", "--quiet", "--quiet", "--constraint", CONSTRAINTS]
    for argument in arguments:
        command += ["--no-deps"] if argument == "--no-deps" else ["--requirement", argument]
    if subprocess.run(command, env=environment()).returncode:
        sys.exit(WHAT_TO_DO)


if __name__ == "__main__":
    main(sys.argv[1:])
