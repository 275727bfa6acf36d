import pytest

from tests.field.phones import Phone
from tungnha.field.models import PhoneOperation, Visit
from tungnha.ledger.models import Standing

pytestmark = pytest.mark.django_db
CKS = "chu-ky-so"


@pytest.fixture
def lans(members, asked, at_tuesday):
    return Phone(members.lan, by=members.mai)


def test_a_visit_stands_in_the_ledger_when_the_phone_is_told(lans, households, people):
    told = lans.sync(lans.visit(households.one, (people.an, CKS, "set_up_now")))
    assert [one["answer"] for one in told["answers"]] == ["stored"]
    assert Standing.objects.get(person=people.an).level == 1
    assert lans.rows[str(households.one.key)]["persons"][0]["has"] == {CKS: 1}
    assert Visit.objects.count() == PhoneOperation.objects.count() == 1
