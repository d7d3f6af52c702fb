"""Shell: the operator's own copy of a run: everybody by name, in a file that nobody else reads."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.ledger.ledger import Delivery
from bot.plan.tally import Tally
from bot.run.console import Console
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.progress import Progress


def save_record(
    path: Path,
    plan: Tally,
    *,
    deliveries: Iterable[Delivery],
    progresses: Sequence[Progress],
    console: Console,
) -> None:
    """Write what was planned and how it ended, as JSON.

    Raises:
        CommandError: the file can't be written.
    """
    record = {
        "campaign": {"name": plan.campaign.name, "title": plan.campaign.title},
        "planned": [
            {"wiki": wiki, "language": language, "messages": number}
            for (wiki, language), number in sorted(plan.numbers.items())
        ],
        "skipped": [{"wiki": s.wiki, "username": s.username, "reason": s.reason.value} for s in plan.skips],
        "waiting": [{"wiki": h.wiki, "username": h.username, "language": h.language} for h in plan.held],
        "problems": [console.tell(problem) for problem in plan.problems],
        "notes": [console.tell(note) for note in plan.notes],
        "delivered": [
            {"wiki": d.wiki, "username": d.username, "page": d.title, "revid": d.revid, "at": d.at}
            for d in deliveries
            if d.revid
        ],
        "failed": [
            {
                "wiki": progress.wiki,
                "username": progress.names[key],
                "key": key,
                "outcome": ending.outcome.value,
                "reason": ending.reason,
            }
            for progress in progresses
            for key, ending in progress.endings.items()
        ],
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError as error:
        sentence = f"-save: {path} can't be written ({error.strerror}). Name a file in a folder of yours."
        raise CommandError(ExitStatus.WRONG_SETTINGS, sentence) from None
