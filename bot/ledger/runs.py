"""Shell: when which job ran and how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, insert, select, update

from bot.ledger.access import Access, inserted
from bot.ledger.schema import runs

OLDEST_VERSION = 4
"""The first version of the ledger with runs and kept values; an older one, only read, has neither."""


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

    def last_run(self, job: str, *, with_edits: bool = False) -> Run | None:
        """Give the run of a job that began last.

        Args:
            job: its name.
            with_edits: only runs that wrote something.
        """
        asked = select(runs).where(runs.c.job == job).order_by(runs.c.began.desc(), runs.c.id.desc()).limit(1)
        if with_edits:
            asked = asked.where(runs.c.edits > 0)
        return next(iter(self._runs(asked)), None)

    def runs_for(self, job: str, due: float) -> list[Run]:
        """Give the runs of a job for one moment of the timetable, the first first."""
        asked = select(runs).where(runs.c.job == job, runs.c.due == due).order_by(runs.c.began, runs.c.id)
        return self._runs(asked)

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

    def _runs(self, asked: Select[tuple[object, ...]]) -> list[Run]:
        rows = self._rows(asked) if self.database.version >= OLDEST_VERSION else []
        return [Run(**row._mapping) for row in rows]
