"""One page an administration: its experts asked for, the missions that it receives."""

from collections.abc import Iterator

from planner.domain.country_names import country_name, plain_name
from planner.domain.tongue import Tongue
from planner.mobilisation.papers.paper import Paper, PaperBlock, PaperDesk, heading, text
from planner.mobilisation.papers.report import mission_named
from planner.report.plan_view import PostView


def administration_pages(desk: PaperDesk) -> Iterator[Paper]:
    """A page for each administration with experts in the plan or missions on the year's list.

    Each is in the language of its administration.
    """
    year = desk.view.year
    senders = {post.expert.administration for post in _serving(desk)}
    hosts = {mission.host for mission in year.missions}
    for country in sorted(senders | hosts, key=country_name):
        row = year.administration_by_country.get(country)
        own = desk._replace(tongue=Tongue(row.language if row else None))
        yield own.paper(
            f"administration {country} {plain_name(country)}",
            own.say("administration", country=own.tongue.country(country)),
            own.say("administration_sub", period=own.period),
            (*_experts(own, country), *_received(own, country)),
        )


def _serving(desk: PaperDesk) -> list[PostView]:
    external = desk.view.year.external_ids
    return [post for post in desk.view.posts if post.expert.id not in external]


def _experts(desk: PaperDesk, country: str) -> Iterator[PaperBlock]:
    posts = [post for post in _serving(desk) if post.expert.administration == country]
    yield heading(desk.say("experts_asked"))
    if not posts:
        yield text(desk.say("experts_none"))
        return
    experts, missions = ({getattr(p, kind).id for p in posts} for kind in ("expert", "mission"))
    counted = desk.tongue.counted
    yield text(
        desk.say(
            "experts_headline",
            experts=counted("expert", len(experts)),
            missions=counted("mission", len(missions)),
        )
    )
    who = "expert_column" if desk.names else "experts_column"
    headers = ("mission", "host", "dates", who, "status_column")
    yield desk.table([desk.say(name) for name in headers], _asked(desk, posts))


def _asked(desk: PaperDesk, posts: list[PostView]) -> Iterator[tuple[str | int, ...]]:
    """A row a mission and status with the number of experts, or a row an expert with the name."""
    groups: dict[tuple[str, str, str], list[PostView]] = {}
    for post in posts:
        who = post.expert.name or post.expert.id if desk.names else ""
        groups.setdefault((post.mission.id, who, post.status.value), []).append(post)
    for (_, who, status), own in groups.items():
        yield (
            mission_named(own[0].mission),
            desk.tongue.country(own[0].mission.host),
            desk.tongue.span(*own[0].run),
            who if desk.names else len(own),
            desk.tongue.say(f"status.{status}"),
        )


def _received(desk: PaperDesk, country: str) -> Iterator[PaperBlock]:
    wanted = [mission for mission in desk.view.year.missions if mission.host == country]
    yield heading(desk.say("received"))
    if not wanted:
        yield text(desk.say("received_none"))
        return
    teams = [team for team in desk.view.teams if team.mission.host == country]
    total = desk.tongue.counted("mission", len(wanted))
    yield text(desk.say("received_headline", planned=len(teams), total=total))
    if teams:
        headers = [desk.say(name) for name in ("mission", "dates", "experts_column")]
        yield desk.table(
            headers,
            [
                (mission_named(team.mission), desk.tongue.span(*team.run), len(team.posts))
                for team in teams
            ],
        )
