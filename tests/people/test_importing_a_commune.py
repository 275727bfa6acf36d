"""The sample commune's 7,000 people, written as a sender would and imported: the same counts come out."""

from collections import Counter
from datetime import date

import pytest

from tests.people.files import workbook
from tungnha.demo.people import AWAY, PLAN_DAY, TEMPORARY, make_population
from tungnha.people import importing, queries
from tungnha.people.models import Household, Identifier, Person
from tungnha.units.models import Area, Member, Role, User

HEADER = (
    "STT",
    "Số hộ",
    "Họ và tên",
    "QH với chủ hộ",
    "Ngày sinh",
    "Giới tính",
    "Số ĐDCN",
    "SĐT",
    "Thôn",
    "Cư trú",
    "Ngõ",
)
STAYS = {AWAY: "Đi làm ăn xa", TEMPORARY: "Tạm trú"}


def lines(population):
    for person in population.persons:
        household = population.households[person.household_index]
        born = {
            "day": f"{person.birth_date:%d/%m/%Y}",
            "month": f"{person.birth_date:%m/%Y}",
            "year": f"{person.birth_date:%Y}",
        }
        yield (
            person.index + 1, household.code, person.full_name, person.relation, born[person.birth_precision],
            person.sex, person.personal_number or "", person.telephone or "",
            population.villages[person.village_index].full_name, STAYS.get(person.residence, "Thường trú"),
            household.lane,
        )  # fmt: skip


@pytest.mark.django_db
def test_7000_people_come_in_as_they_are_and_a_second_time_nothing_changes(at_tuesday):
    population = make_population()
    province = Area.objects.create(code="19", kind="province", type_name="tỉnh", name="Thái Nguyên")
    commune = Area.objects.create(code="01960", kind="commune", type_name="xã", name="Hiệp Lực", parent=province)
    for order, village in enumerate(population.villages, 1):
        Area.objects.create(
            code=f"01960-{order:02d}", kind="village", type_name=village.kind, name=village.name, parent=commune,
            order=order,
        )  # fmt: skip
    officer = Member.objects.create(
        user=User.objects.create_user(full_name="Mai", password="mot-mat-khau", email="mai@mau.example"),
        role=Role.OFFICER, area=commune,
    )  # fmt: skip
    data = workbook(lines(population), HEADER, above=(("DANH SÁCH NHÂN KHẨU XÃ HIỆP LỰC",), ()))

    def take():
        file = importing.receive_file(
            area=commune, name="nhan-khau.xlsx", data=data, source="Công an xã", as_of_on=date(2026, 5, 20), by=officer,
            at=at_tuesday,
        )  # fmt: skip
        importing.choose_columns(file=file, columns=file.columns, by=officer, at=at_tuesday)
        assert not importing.questions_of(file, at_tuesday.date()).any
        file = importing.import_file(file=file, by=officer, at=at_tuesday)
        return file.counts

    everyone = len(population.persons)
    counts = take()
    assert counts == {
        "read": everyone, "added": everyone, "updated": 0, "unchanged": 0, "refused": 0, "noted": counts["noted"],
        "headings": 0, "households": len(population.households),
    }  # fmt: skip
    assert queries.counted("adult15", PLAN_DAY).count() == len(population.counted()) == 5480
    assert queries.registered("adult15", PLAN_DAY).count() == 5480 + len(population.away())
    per_village = Counter(queries.counted("adult15", PLAN_DAY).values_list("household__village__name", flat=True))
    assert per_village == population.by_village(population.counted())
    assert Household.objects.count() == Person.objects.filter(is_head=True).count() == len(population.households)
    assert Identifier.objects.count() == sum(person.personal_number is not None for person in population.persons)

    counts = take()
    assert (counts["unchanged"], counts["added"], counts["updated"], counts["refused"]) == (everyone, 0, 0, 0)
