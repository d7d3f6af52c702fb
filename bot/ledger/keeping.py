"""Shell: small things that are remembered under a name."""

from __future__ import annotations

from sqlalchemy import Connection, Select, insert, select, update

from bot.ledger.access import Access, inserted
from bot.ledger.runs import OLDEST_VERSION
from bot.ledger.schema import kept


class Keeping(Access):
    """What is remembered under a name."""

    def keep(self, name: str, value: str, *, at: float) -> None:
        """Remember a value under a name, in place of the one before.

        Args:
            name: at most 190 characters.
            value: of any length.
            at: seconds since the epoch.
        """

        def keeping(connection: Connection) -> None:
            known = update(kept).where(kept.c.name == name).values(value=value, at=at)
            if not connection.execute(known).rowcount:
                inserted(connection, insert(kept).values(name=name, value=value, at=at))

        self.database.write(keeping)

    def kept(self, name: str) -> str | None:
        """Give what is remembered under a name; None: nothing."""
        rows = self._kept_rows(select(kept).where(kept.c.name == name))
        return rows.get(name)

    def kept_all(self, prefix: str) -> dict[str, str]:
        """Give all that is remembered under names that begin so."""
        between = (kept.c.name >= prefix) & (kept.c.name < f"{prefix}\U0010ffff")
        return self._kept_rows(select(kept).where(between).order_by(kept.c.name))

    def drop(self, name: str) -> None:
        """Forget what is remembered under a name."""
        self.database.write(lambda connection: connection.execute(kept.delete().where(kept.c.name == name)))

    def _kept_rows(self, asked: Select[tuple[object, ...]]) -> dict[str, str]:
        rows = self._rows(asked) if self.database.version >= OLDEST_VERSION else []
        return {str(row.name): str(row.value) for row in rows}
