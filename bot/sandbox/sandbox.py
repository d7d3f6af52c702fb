"""Shell: real MediaWikis on loopback, six of them as a rule, as one thing to start, stop and put back."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.sandbox import (
    accounts,
    databases,
    install,
    loopback,
    php,
    pywikibot_folder,
    seed,
    servers,
    settings_file,
    tree,
)
from bot.sandbox.errors import SandboxError
from bot.sandbox.install import Tell
from bot.sandbox.state import FIRST_PORT, HOME, WIKIS, Record, State, default_folder


def _silent(_line: str) -> None:
    """Tell nobody."""


class Sandbox:
    """Meta and some Wikipedias in one folder.

    Args:
        folder: where its state is; none: the environment's or the project's own.
        port: Meta's, the others follow; 0: free ones; none: as before, else the usual ones.
        tell: takes each line of progress.
        wikis: codes of languages whose Wikipedias there are, besides Meta; none: as before, else the usual
            five, en, es, ar, fr, pt.
    """

    def __init__(
        self,
        folder: Path | None = None,
        port: int | None = None,
        tell: Tell = _silent,
        wikis: Sequence[str] = (),
    ) -> None:
        self.state = State((folder or default_folder()).absolute())
        self.port = port
        self._tell = tell
        self._wikis = tuple(dict.fromkeys((HOME, *wikis))) if wikis else ()

    # --- Starting and stopping

    def up(self) -> None:
        """Make what is missing, mend what is broken, start what doesn't run; harmless when all is well."""
        with self.state.locked():
            record = self._prepare()
            if not databases.is_complete(self.state, record):
                if self.state.database_folder.exists():
                    self._tell(
                        "The databases are damaged, or made from another MediaWiki or seed: making new ones"
                    )
                servers.stop(self.state)
                install.build(self.state, record, self._tell)
            self._start(record)

    def down(self) -> None:
        """End all servers; the wikis stay."""
        with self.state.locked():
            servers.stop(self.state)

    def reset(self) -> None:
        """Make all wikis anew from the seed, without extra settings; servers that ran run again."""
        with self.state.locked():
            record = self._prepare()
            ran = bool(servers.find(self.state))
            servers.stop(self.state)
            self._drop_extras()
            install.build(self.state, record, self._tell)
            if ran:
                self._start(record)

    def restore(self) -> None:
        """Put the wikis back to how they were after seeding, in a tenth of a second, while servers run.

        Extra settings go too; logins stay.
        """
        with self.state.locked():
            self._drop_extras()
            databases.restore(self.state)
            install.forget_deliveries(self.state)

    def _start(self, record: Record) -> None:
        pywikibot_folder.write(self.state, accounts.read_or_make_passwords(self.state))
        settings_file.write(self.state)
        began = time.monotonic()
        started = ", ".join(servers.start(self.state, record)) or "none, all were running"
        self._tell(f"Servers started: {started} ({time.monotonic() - began:.1f} s)")

    def _prepare(self) -> Record:
        """Find PHP, the tree and the ports, and remember them."""
        php.require_php()
        old = self.state.read_record()
        root = tree.find_tree(self.state.folder, self._tell)
        version = tree.read_version(root)
        extensions = tree.find_extensions(root)
        ports = self._choose_ports(old)
        tree.require_languages(root, ports.keys() - {HOME})
        made_of = f"{root} {(root / 'includes').stat().st_mtime} {sorted(extensions.items())}"
        if more := sorted(ports.keys() - set(WIKIS)):
            made_of += f" {more}"
        record = Record(
            ports=ports,
            tree=str(root),
            version=version,
            cache=str(
                self.state.folder / "cache" / f"{version}-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}"
            ),
            extensions=extensions,
            skins=tree.find_skins(root),
            seed=seed.fingerprint(),
            **({"secret": old.secret} if old else {}),
        )
        for folder in (self.state.logs, self.state.folder / "tmp", self.state.folder / "images"):
            folder.mkdir(exist_ok=True)
        (Path(record.cache) / "opcodes").mkdir(parents=True, exist_ok=True)
        php.write_uncached(self.state)
        servers.require_ports(self.state, record)
        servers.stop(self.state, [php.BUILDING])
        moved = old is not None and old.ports != record.ports
        if moved:
            servers.stop(self.state)
        self.state.write_record(record)
        if moved and databases.is_complete(self.state, record):
            databases.forget_rendered(self.state)
        return record

    def _choose_ports(self, old: Record | None) -> dict[str, int]:
        wikis = self._wikis or (old.wikis if old else WIKIS)
        kept = dict(old.ports) if old and old.wikis == wikis else None
        if self.port == 0:
            return kept if kept and servers.find(self.state) else loopback.find_free(wikis)
        if self.port is not None:
            return loopback.consecutive(self.port, wikis)
        return kept or loopback.consecutive(min(old.ports.values()) if old else FIRST_PORT, wikis)

    def _drop_extras(self) -> None:
        for name in ("extra", *(f"extra-{wiki}" for wiki in self.state.wikis)):
            (self.state.folder / f"{name}.php").unlink(missing_ok=True)

    # --- What others ask

    @property
    def record(self) -> Record:
        """What the sandbox remembers.

        Raises:
            SandboxError: it was never started.
        """
        if record := self.state.read_record():
            return record
        raise SandboxError(f"There is no sandbox in {self.state.folder}: run scripts/sandbox.py up.")

    @property
    def ports(self) -> dict[str, int]:
        """Port by wiki."""
        return dict(self.record.ports)

    @property
    def urls(self) -> dict[str, str]:
        """Address of each wiki, without a slash at the end."""
        return {wiki: f"http://{loopback.LOOPBACK}:{port}" for wiki, port in self.ports.items()}

    @property
    def pywikibot_dir(self) -> Path:
        """A ready `PYWIKIBOT_DIR`."""
        return self.state.pywikibot_folder

    @property
    def passwords(self) -> accounts.Passwords:
        """The bot password and the main passwords."""
        if passwords := accounts.read_passwords(self.state):
            return passwords
        raise SandboxError(f"There is no sandbox in {self.state.folder}: run scripts/sandbox.py up.")

    def processes(self) -> dict[str, int]:
        """Count the server processes of each wiki."""
        return dict(servers.by_wiki(self.state))

    def is_up(self) -> bool:
        """Whether all wikis answer."""
        record = self.state.read_record()
        return record is not None and servers.healthy(self.state, record) == set(record.wikis)

    # --- What tests change

    def users(self, count: int) -> float:
        """Make `Editor 0001` and so on, on every wiki, and give the seconds that took."""
        began = time.monotonic()
        people = accounts.editors(count, self.passwords)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda wiki: accounts.make(self.state, self.record, wiki, people), self.ports))
        return time.monotonic() - began

    def php(self, wiki: str, code: str, *arguments: str) -> str:
        """Run PHP code in one wiki and give what it prints.

        Args:
            wiki: its code.
            code: statements without `<?php`, or a script of the tree: `maintenance/runJobs.php`.
            arguments: of the script.
        """
        script = Path(self.record.tree) / code if code.endswith(".php") and "\n" not in code else None
        if script and script.is_file():
            return php.run(self.state, self.record, wiki, script, *arguments)
        return php.run(self.state, self.record, wiki, php.SCRIPTS / "evaluate.php", text=code)

    def run_jobs(self, *wikis: str) -> None:
        """Do the wikis' waiting jobs (none named: all wikis'); no request does them."""
        for wiki in wikis or self.ports:
            self.php(wiki, "maintenance/runJobs.php")

    def set_extra(self, code: str, wiki: str | None = None) -> None:
        """Add PHP settings to a running wiki, or to all; empty code takes them back."""
        file = self.state.folder / (f"extra-{wiki}.php" if wiki else "extra.php")
        if not code:
            file.unlink(missing_ok=True)
            return
        fresh = file.with_suffix(".new")
        fresh.write_text(f"<?php\n{code}\n", encoding="utf-8")
        fresh.replace(file)

    def remove(self) -> None:
        """End all servers and delete the folder."""
        self.down()
        shutil.rmtree(self.state.folder)
