"""A command like `announce` whose message goes to the people and pages of one list: a delivery's parts."""

from __future__ import annotations

import sys
from dataclasses import replace

from bot.run.command import Frame, run_command
from bot.run.exit_status import ExitStatus


def deliver(frame: Frame) -> ExitStatus:
    """Plan, and but for -simulate deliver and report."""
    from bot.ledger.outbox import Outbox  # noqa: PLC0415 - what imports Pywikibot comes after its settings
    from bot.plan.section import SectionMaker  # noqa: PLC0415
    from bot.run.announce import Announce  # noqa: PLC0415
    from bot.run.beginning import begun  # noqa: PLC0415
    from bot.run.census import Census  # noqa: PLC0415
    from bot.run.control import Control  # noqa: PLC0415
    from bot.run.dispatch import Dispatch  # noqa: PLC0415
    from bot.run.home import messages_of, read_home  # noqa: PLC0415
    from bot.run.list_sources import read_list_sources  # noqa: PLC0415
    from bot.run.planning import Planning  # noqa: PLC0415
    from bot.run.reporting import Reporting  # noqa: PLC0415
    from bot.run.stop_page import StopPage  # noqa: PLC0415

    options = frame.options
    with begun(frame, "announce") as started:
        settings, wikis, words, memory = (
            started.steered.settings,
            started.wikis,
            started.console.words,
            started.memory,
        )
        home = read_home(settings, wikis, title=options.values["page"], name="")
        home = replace(home, campaign=replace(home.campaign, pages=True))
        outbox, dry = Outbox(), options.simulate
        census = Census(
            settings=settings,
            wikis=wikis,
            campaign=home.campaign,
            memory=memory,
            dry=dry,
            message_page=home.campaign.title,
        )
        maker = SectionMaker(
            campaign=home.campaign,
            words=words,
            signup_page=settings.pages.signup,
            team_page=settings.pages.team,
            sender=wikis.home.username,
        )
        messages, _ = messages_of(home)
        planning = Planning(census=census, outbox=outbox, messages=messages, maker=maker)
        planning.address(read_list_sources(settings, wikis, [options.values["list"]], pages=True))
        planned = planning.plan()
        started.console.show_plan(planned, {})
        for line in planning.people():
            started.console.say(f"addressed: {line}")
        if dry or memory is None:
            return ExitStatus.DONE
        said = started.console.say
        reporting = Reporting(settings=settings, wikis=wikis, words=words, say=said)
        report = reporting.begin(home, planning, memory, Control())
        census.forget_what_never_came(outbox)
        report.progresses = Dispatch(
            settings=settings,
            wikis=wikis,
            ledger=memory,
            campaign=home.campaign,
            outbox=outbox,
            again=planning.again,
            stop_page=StopPage(sentence=str, looked_at=home.read_at),
            show=started.console.progress,
        ).run()
        report.finish()
        job = Announce(
            settings=settings,
            wikis=wikis,
            words=words,
            console=started.console,
            title=home.campaign.title,
            dry=dry,
            memory=memory,
        )
        return started.end(job._status(planned, report.progresses))


if __name__ == "__main__":
    sys.exit(run_command(sys.argv[1:], deliver, usage="", values=("page", "list"), flags=("always",)))
