"""Lists: killed while matched or confirmed, confirmed by two officers at once, matched while confirmed."""

from __future__ import annotations

import uuid
from datetime import date
from functools import partial

import pytest

from tests.faults.agreement import assert_standings_agree, counts, events
from tests.faults.processes import at_once, elsewhere, killed_everywhere, slowly
from tests.lists.test_lists import workbook
from tungnha.ledger.models import Claim, Standing
from tungnha.lists import operations
from tungnha.lists.models import CheckRun, ColumnChoice, IncomingList, ListRow
from tungnha.lists.operations import exchange, running
from tungnha.people.models import Person
from tungnha.units.models import Event
from tungnha.units.problems import Locked

AN, EM, GAM, STRANGER, BLANK = range(3, 8)  # the lines of the sample list
DATA = workbook()  # the same bytes whenever they are sent
ROWS = {AN: "linked", EM: "linked", GAM: "ambiguous", STRANGER: "not_found", BLANK: "unreadable"}


def rows() -> dict[int, str]:
    return dict(ListRow.objects.values_list("number", "verdict"))


@pytest.fixture
def receive(campaign, commune, units, service, people, members, at_tuesday):
    def take():
        received = operations.receive_list(
            campaign=campaign, area=commune, sender=units.vnpt, service=service, level=1, name="vnpt.xlsx",
            data=DATA, as_of_on=date(2026, 5, 25), by=members.mai, at=at_tuesday,
        )  # fmt: skip
        return received.pk

    return take


@pytest.fixture
def match(members, at_tuesday):
    def run(pk):
        received = IncomingList.objects.get(pk=pk)
        operations.match_list(received=received, columns=received.columns, by=members.mai, at=at_tuesday)

    return run


@pytest.fixture
def confirm(members, at_tuesday):
    def run(pk, by=members.mai):
        return operations.confirm_list(received=IncomingList.objects.get(pk=pk), by=by, at=at_tuesday)

    return run


@pytest.fixture
def matched(receive, match):
    """Handed in and matched by another process: the matching engine's threads must not be forked."""
    pk = elsewhere(receive)
    elsewhere(partial(match, pk))
    return pk


def is_checked(pk, runs=1):
    return CheckRun.objects.filter(incoming=pk, finished_at__isnull=False).count() == runs


def test_killed_anywhere_in_matching_a_list_has_all_its_rows_or_none(receive, match):
    pk = elsewhere(receive)
    for where in killed_everywhere(partial(match, pk), lambda: is_checked(pk)):
        received, done = IncomingList.objects.get(pk=pk), is_checked(pk)
        assert rows() == (ROWS if done else {}), where
        assert (received.matched_at is not None, received.state == "checked") == (done, done), where
    assert events("list.matched") == 1
    assert ColumnChoice.objects.count() == 1


def test_killed_in_matching_anew_the_first_matching_stands(matched, match, members, at_tuesday):
    """What an officer has settled is lost neither by a death in the second matching nor by its end."""
    row = ListRow.objects.get(number=GAM)
    operations.settle_row(row=row, person=None, by=members.mai, at=at_tuesday)
    pks = list(ListRow.objects.values_list("pk", flat=True))

    for where in killed_everywhere(partial(match, matched), lambda: is_checked(matched, 2)):
        assert rows() == ROWS | {GAM: "not_found"}, where
        assert list(ListRow.objects.values_list("pk", flat=True)) == pks, where


def test_a_long_list_killed_between_its_parts_shows_no_row_and_is_begun_again(receive, match, monkeypatch, members):
    """In parts of two rows: what is written of it nobody is shown, and the next one to come writes it whole."""
    monkeypatch.setattr("tungnha.lists.operations.checking.AT_ONCE", 1)
    monkeypatch.setattr("tungnha.lists.operations.checking.PART", 2)
    pk, halves = elsewhere(receive), 0
    for where in killed_everywhere(partial(match, pk), lambda: is_checked(pk)):
        received = IncomingList.objects.get(pk=pk)
        assert (received.matched_at is None) == (received.state != "checked") == (not is_checked(pk)), where
        if received.state == "storing":
            halves += 1
            with pytest.raises(Locked):
                operations.confirm_list(received=received, by=members.mai, at=received.received_at)
    assert rows() == ROWS
    assert halves > 2
    assert counts(Claim) == {"Claim": 0}


def test_a_check_cut_off_is_gone_on_with_by_the_tick(receive, match):
    pk = elsewhere(receive)
    for _ in killed_everywhere(partial(match, pk), lambda: IncomingList.objects.get(pk=pk).state == "checking"):
        pass
    assert IncomingList.objects.get(pk=pk).state == "checking"
    assert elsewhere(running.tick) == 1
    assert (rows(), IncomingList.objects.get(pk=pk).state) == (ROWS, "checked")


def test_killed_in_the_tick_that_ends_its_content_a_list_is_gone_whole_or_begun_again(matched, at_tuesday):
    """The file and what the rows said go; only then is it written that they are gone."""
    IncomingList.objects.update(keep_until=date(2026, 5, 1))
    for where in killed_everywhere(partial(exchange.tick, at_tuesday), lambda: gone() is not None):
        if gone() is not None:
            assert not exchange.is_there(IncomingList.objects.get()), where
    assert {row.raw + row.read + row.said_number for row in ListRow.objects.all()} == {""}
    assert rows() == ROWS


def gone():
    return IncomingList.objects.get().gone_at


def test_killed_anywhere_in_confirming_a_list_is_confirmed_with_all_its_claims_or_not_at_all(matched, confirm):
    for where in killed_everywhere(partial(confirm, matched)):
        done = where == "after the commit"
        assert counts(Claim, Standing) == {"Claim": 2 * done, "Standing": 2 * done}, where
        assert (IncomingList.objects.get().confirmed_at is not None) == done, where
        assert events("list.confirmed") == done, where
        assert_standings_agree()


def test_killed_anywhere_in_claiming_what_was_settled_since_nothing_is_claimed_twice(matched, confirm, members):
    elsewhere(partial(confirm, matched))
    received, gam = IncomingList.objects.get(), ListRow.objects.get(number=GAM)
    person = Person.objects.get(full_name="Nông Thị Gấm")
    operations.settle_row(row=gam, person=person, by=members.mai, at=received.received_at)

    def rest():
        return operations.confirm_rest(received=received, by=members.mai, at=received.received_at)

    for where in killed_everywhere(rest):
        done = where == "after the commit"
        assert counts(Claim, Standing) == {"Claim": 2 + done, "Standing": 2 + done}, where
        assert ListRow.objects.exclude(claimed_at=None).count() == 2 + done, where
    assert elsewhere(rest) == 0
    assert Claim.objects.count() == 3
    assert_standings_agree()


def test_two_officers_who_confirm_one_list_at_once_make_its_claims_once(matched, confirm, members):
    officers = at_once([slowly(partial(confirm, matched, by)) for by in (members.mai, members.dung)])

    (refused,) = [o.error for o in officers if o.error]
    assert refused[0] == "Locked"
    assert "đã được xác nhận thành ghi nhận" in refused[1]
    assert [o.value for o in officers if not o.error] == [2]
    assert counts(Claim, Standing) == {"Claim": 2, "Standing": 2}
    assert events("list.confirmed") == 1
    assert_standings_agree()


def test_a_list_matched_by_two_at_once_has_each_row_once(receive, match):
    pk = elsewhere(receive)

    officers = at_once([slowly(partial(match, pk))] * 3)

    assert {o.error[0] for o in officers if o.error} <= {"Locked"}  # who came while another wrote is told so
    assert not all(o.error for o in officers)
    assert (rows(), is_checked(pk)) == (ROWS, True)
    assert ListRow.objects.count() == len(ROWS)


def test_a_list_confirmed_while_another_officer_matches_it_keeps_the_rows_its_claims_rest_on(matched, match, confirm):
    before = set(ListRow.objects.values_list("pk", flat=True))

    def match_late():
        # Loaded before the other confirmed; the slow matching ends after.
        received = IncomingList.objects.get(pk=matched)
        confirmed = elsewhere(partial(confirm, matched))
        assert confirmed == 2
        operations.match_list(
            received=received, columns=received.columns, by=received.received_by, at=received.received_at
        )

    (late,) = at_once([match_late])

    assert late.error is not None
    assert late.error[0] == "Locked"
    assert set(ListRow.objects.values_list("pk", flat=True)) == before
    assert Claim.objects.count() == 2


def test_a_file_whose_button_was_pressed_twice_is_one_list(receive):
    presses = at_once([slowly(receive)] * 3)

    assert IncomingList.objects.count() == 1
    assert sorted(p.error is None for p in presses) == [False, False, True]
    assert all("đã được nhận ngày" in p.error[1] for p in presses if p.error)


def test_a_list_withdrawn_by_two_at_once_is_taken_back_once(matched, confirm, members, at_tuesday):
    elsewhere(partial(confirm, matched))

    def withdraw():
        received = IncomingList.objects.get(pk=matched)
        return operations.withdraw_list(received=received, why="gửi nhầm xã", by=members.mai, at=at_tuesday)

    officers = at_once([slowly(withdraw)] * 2)

    assert sorted(o.error[0] if o.error else "" for o in officers) == ["", "Locked"]
    assert counts(Claim, Standing) == {"Claim": 4, "Standing": 0}
    assert [event.data["count"] for event in Event.objects.filter(verb="claim.retracted")] == [2]
    assert_standings_agree()


def test_a_list_and_a_visit_about_the_same_people_at_once_are_both_stored(
    matched, confirm, people, service, households, campaign, members, at_tuesday
):
    from tungnha.field.operations import NewResult, record_visit

    def visit():
        record_visit(
            visit_id=uuid.uuid4(), household=households.one, campaign=campaign, outcome="met", made_at=at_tuesday,
            by=members.lan, at=at_tuesday,
            results=(NewResult(person=people.an, service=service, outcome="set_up_now"),),
        )  # fmt: skip

    done = at_once([slowly(partial(confirm, matched)), slowly(visit), slowly(visit)])

    assert [d.error for d in done] == [None] * 3
    assert Claim.objects.count() == 4
    assert Standing.objects.get(person=people.an).decided_by.source == "list"
    assert_standings_agree()
