#!/usr/bin/env python3
"""Real MediaWikis on this machine: Meta and the en, es, ar, fr, pt Wikipedias, or those of other languages.

    sandbox.py up            make what is missing and start all (ports 8081 to 8086)
    sandbox.py down          end them; the wikis stay
    sandbox.py reset         make the wikis anew from the seed pages
    sandbox.py restore       put the wikis back to how they were after seeding, while they run
    sandbox.py status        addresses, accounts and passwords
    sandbox.py users N       make Editor 0001 to Editor N on every wiki
    sandbox.py fetch RELEASE FOLDER
                             unpack MediaWiki of a Debian release (bookworm, trixie) for MEDIAWIKI_DIR

    -port:N       Meta's port, the others follow; 0: free ones
    -wikis:uk,pl  the Wikipedias beside Meta, by their languages; else those there were, else the five above
    -state:DIR    the sandbox's folder; else LETSCONNECT_SANDBOX_STATE, else .sandbox in the project

MEDIAWIKI_DIR names a MediaWiki tree (1.39 or newer); without it, Debian's package is used or unpacked.
LETSCONNECT_SANDBOX_EXTENSIONS names a folder of further extensions.

Exit status: 0 done, 1 something failed, 2 wrong arguments, a taken port, or no MediaWiki or PHP.
"""

from __future__ import annotations

import argparse
import re
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # it needs nothing that is not Python's own

from bot.sandbox import Sandbox
from bot.sandbox.accounts import ADMIN, BOT, BOT_APP
from bot.sandbox.errors import SandboxError
from bot.sandbox.tree import fetch_release


def main(arguments: list[str]) -> int:
    """Do one command and give the exit status."""
    # Pywikibot's commands write "-port:9000"; argparse knows "--port=9000".
    plain = [re.sub(r"^--?(port|state|wikis)[:=]", r"--\1=", argument) for argument in arguments]
    plain = ["--help" if argument == "-help" else argument for argument in plain]
    parser = argparse.ArgumentParser(
        prog="sandbox.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", "-port", type=int)
    parser.add_argument("--state", "-state", type=Path)
    parser.add_argument("--wikis", "-wikis", default="")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("up", "down", "reset", "restore", "status"):
        commands.add_parser(name)
    commands.add_parser("users").add_argument("count", type=int)
    fetching = commands.add_parser("fetch")
    fetching.add_argument("release")
    fetching.add_argument("folder", type=Path)
    options = parser.parse_args(_options_first(plain))
    began = time.monotonic()
    try:
        _run(options, _sandbox(options))
    except SandboxError as error:
        print(error, file=sys.stderr)
        return error.status
    if options.command != "status":
        print(f"{options.command}: done ({time.monotonic() - began:.1f} s)")
    return 0


def _sandbox(options: argparse.Namespace) -> Sandbox:
    def tell(line: str) -> None:
        print(f"  {line}", flush=True)

    wikis = [code.strip() for code in options.wikis.split(",") if code.strip()]
    return Sandbox(options.state, options.port, tell=tell, wikis=wikis)


def _options_first(arguments: list[str]) -> list[str]:
    """Let -port, -state and -wikis stand after the command too."""
    return sorted(
        arguments, key=lambda argument: not argument.startswith(("--port=", "--state=", "--wikis="))
    )


def _run(options: argparse.Namespace, sandbox: Sandbox) -> None:
    match options.command:
        case "up":
            sandbox.up()
            _show_addresses(sandbox)
        case "users":
            seconds = sandbox.users(options.count)
            print(f"  {options.count} editors on each wiki ({seconds:.1f} s)")
        case "fetch":
            print(f"  MEDIAWIKI_DIR={fetch_release(options.release, options.folder.absolute())}")
        case "status":
            _show_status(sandbox)
        case name:
            getattr(sandbox, name)()


def _show_addresses(sandbox: Sandbox) -> None:
    for wiki, url in sandbox.urls.items():
        print(f"  {wiki:4} {url}/")


def _show_status(sandbox: Sandbox) -> None:
    record, passwords = sandbox.record, sandbox.passwords
    print(f"MediaWiki {record.version} in {record.tree}, {', '.join(record.extensions)}")
    for wiki, url in sandbox.urls.items():
        count = sandbox.processes()[wiki]
        print(f"  {wiki:4} {url}/  {f'runs, {count} processes' if count else 'does not run'}")
    print(f"Bot password: {BOT}@{BOT_APP} {passwords.bot}")
    for name, password in passwords.accounts.items():
        print(f"  {name:20} {password}{'  (administrator)' if name == ADMIN else ''}")
    print(f"  {'everybody else':20} {passwords.editors}")
    print(f"PYWIKIBOT_DIR={sandbox.pywikibot_dir}")


if __name__ == "__main__":
    # Whoever reads only the first lines, as `head` does, ends this quietly.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main(sys.argv[1:]))
