"""The sample year: the same for the same arguments, of the size asked for, sound in itself."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from planner.domain.members.reference import MEMBERS
from planner.sample.build import sample_year
from tests.sample.years import DEFAULT, LARGE, SIZES, year_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("size", SIZES)
def test_has_the_size_asked_for(size: tuple[int, int, int]) -> None:
    year = year_of(*size)
    assert (len(year.missions), len(year.experts)) == size[:2]


@pytest.mark.parametrize(
    ("missions", "experts", "said"),
    [(0, 10, "1 or more missions; 0"), (-3, 1, "missions; -3"), (5, 0, "1 or more experts; 0")],
)
def test_too_few_is_refused_in_words(missions: int, experts: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        sample_year(missions, experts)


def test_same_arguments_give_the_same_year() -> None:
    assert sample_year(20, 50, 7) == sample_year(20, 50, 7)


def test_another_seed_gives_another_year() -> None:
    assert sample_year(20, 50, 7) != sample_year(20, 50, 8)


def test_the_hash_seed_of_the_run_does_not_matter() -> None:
    code = (
        "from planner.sample.build import sample_year as s; print(s(30, 80, 3).model_dump_json())"
    )
    digests = {
        hashlib.sha256(
            subprocess.run(
                [sys.executable, "-c", code],
                cwd=ROOT,
                env=os.environ | {"PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
        ).hexdigest()
        for seed in ("0", "4242")
    }
    assert len(digests) == 1


def test_making_a_sample_needs_no_solver() -> None:
    code = "import sys, planner.sample.book; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("size", SIZES)
def test_every_reference_resolves(size: tuple[int, int, int]) -> None:
    year = year_of(*size)
    codes, experts = set(year.expertise_by_code), set(year.expert_by_id)
    assert {code for mission in year.missions for code in mission.positions} <= codes
    assert {q.expertise for q in year.qualifications} <= codes
    assert {q.expert_id for q in year.qualifications} == experts
    assert {
        row.expert_id for row in (*year.history, *year.exclusions, *year.assignments)
    } <= experts
    assert {fund for mission in year.missions for fund in mission.funds} <= set(year.fund_by_id)


@pytest.mark.parametrize("size", SIZES)
def test_ids_are_unique(size: tuple[int, int, int]) -> None:
    year = year_of(*size)
    assert len(year.mission_by_id) == len(year.missions)
    assert len(year.expert_by_id) == len(year.experts)
    assert len(year.fund_by_id) == len(year.funds)
    pairs = Counter((q.expert_id, q.expertise) for q in year.qualifications)
    assert set(pairs.values()) == {1}
    assert len(year.administration_by_country) == len(year.administrations)


def test_regions_are_those_of_the_members() -> None:
    known = MEMBERS
    for expert in year_of().experts:
        member = known.get(expert.administration)
        assert expert.region == (member.region if member else "EU")


def test_statuses_come_in_their_shares() -> None:
    year = year_of(*LARGE)
    main = Counter(year.qualifications_by_expert[e.id][0].status for e in year.experts)
    shares = {status: round(number / len(year.experts), 2) for status, number in main.items()}
    assert shares == {
        QualificationStatus.PRE_ACCREDITED: 0.2,
        QualificationStatus.ACCREDITED: 0.6,
        QualificationStatus.RECOGNISED: 0.1,
        QualificationStatus.EXTERNAL: 0.1,
    }


def test_an_external_expert_has_no_other_status() -> None:
    year = year_of(*LARGE)
    for rows in year.qualifications_by_expert.values():
        external = {row.status is QualificationStatus.EXTERNAL for row in rows}
        assert len(external) == 1


def test_a_donors_administrations_supply_more_experts_than_others() -> None:
    senders = Counter(expert.administration for expert in year_of(*LARGE).experts)
    assert len(senders) > 60
    assert sum(number for _, number in senders.most_common(30)) > 320


def test_names_are_invented_and_differ() -> None:
    names = [expert.name for expert in year_of(*LARGE).experts]
    assert len(set(names)) == len(names)
    assert names[0] == "Acacia Agate"


def test_e_mail_addresses_lead_nowhere() -> None:
    addresses = [entry.ncp_email for entry in year_of().administrations]
    assert addresses
    assert all(address.endswith("@example.org") for address in addresses)
    assert all("Contact Point, " in entry.ncp_name for entry in year_of().administrations)


def test_scarcity_grows_with_the_year() -> None:
    small, large = _money(year_of(*DEFAULT)), _money(year_of(*LARGE))
    assert 3.5 < large / small < 6.5


def _money(year: Year) -> int:
    return sum(fund.available for fund in year.funds)
