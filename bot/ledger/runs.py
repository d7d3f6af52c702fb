"""Shell: when which job ran and how it ended, and small things that are remembered by a name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, insert, select, update

from bot.ledger.access import Access, inserted
from bot.ledger.schema import kept, runs

OLDEST_VERSION = 4
"""The first version of the ledger that has these tables; an older one, only read, has nothing of the kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a job; moments are seconds since the epoch."""

    id: str  # sorts by when it began
    job: str
    due: float | None  # the moment of the timetable that it is for; None: by hand
    began: float
    ended: float | None = None  # None: it goes on, or was killed
    status: int | None = None  # exit status
    edits: int = 0


class Runs(Access):
    """Which job ran when."""

    def run_began(self, run: Run) -> bool:
        """Remember that a run has begun; False: there is one of this id already."""
        values = {"id": run.id, "job": run.job, "due": run.due, "began": run.began, "edits": run.edits}
        return self.database.write(lambda connection: inserted(connection, insert(runs).values(**values)))

    def run_edits(self, run: str, edits: int) -> None:
        """Remember how many edits a run has made so far."""
        self._change(run, edits=edits)

    def run_ended(self, run: str, *, status: int, ended: float) -> None:
        """Remember how a run ended."""
        self._change(run, status=status, ended=ended)

    def run(self, run: str) -> Run | None:
        """Give a run by its id."""
        return self._one(select(runs).where(runs.c.id == run))

    def last_run(
        self,
        job: str,
        *,
        statuses: Collection[int] = (),
        with_edits: bool = False,
        for_timetable: bool = False,
    ) -> Run | None:
        """Give the run of a job that began last.

        Args:
            job: its name.
            statuses: only runs that ended so; empty: however it ended, and also one that goes on.
            with_edits: only runs that wrote something.
            for_timetable: only runs that were due.
        """
        asked = select(runs).where(runs.c.job == job).order_by(runs.c.began.desc(), runs.c.id.desc()).limit(1)
        if statuses:
            asked = asked.where(runs.c.status.in_(sorted(statuses)))
        if with_edits:
            asked = asked.where(runs.c.edits > 0)
        if for_timetable:
            asked = asked.where(runs.c.due.is_not(None))
        return self._one(asked)

    def runs_for(self, job: str, due: float) -> list[Run]:
        """Give the runs of a job for one moment of the timetable, the first first."""
        if self.database.version < OLDEST_VERSION:
            return []
        asked = select(runs).where(runs.c.job == job, runs.c.due == due).order_by(runs.c.began, runs.c.id)
        return [Run(**row._mapping) for row in self._rows(asked)]

    def last_due(self, job: str) -> float | None:
        """Give the last moment of the timetable for which a job was begun."""
        if self.database.version < OLDEST_VERSION:
            return None
        found = self._rows(select(func.max(runs.c.due).label("due")).where(runs.c.job == job))[0].due
        return None if found is None else float(found)

    def forget_runs(self, *, before: float) -> None:
        """Forget the runs that began before a moment."""
        self.database.write(lambda connection: connection.execute(runs.delete().where(runs.c.began < before)))

    def _change(self, run: str, **values: object) -> None:
        statement = update(runs).where(runs.c.id == run).values(**values)
        self.database.write(lambda connection: connection.execute(statement))

    def _one(self, asked: Select[tuple[object, ...]]) -> Run | None:
        rows = self._rows(asked) if self.database.version >= OLDEST_VERSION else []
        return Run(**rows[0]._mapping) if rows else None


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
