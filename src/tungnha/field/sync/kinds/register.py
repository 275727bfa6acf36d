"""Somebody or a door not on the register yet, and what a card says: looked up again here before anything is written."""

from __future__ import annotations

import uuid

from tungnha.field.models import KnownAs
from tungnha.field.sync import handlers, whom
from tungnha.field.sync.handlers import Answer, Incoming, Sender
from tungnha.field.sync.reading import ReadCard, ReadHousehold, ReadPerson
from tungnha.identity import names, numbers, phones
from tungnha.identity.numbers import PersonalNumber
from tungnha.people.models import Household, Identifier, Person
from tungnha.people.models.persons import NUMBER_INDEX, PHONE_INDEX
from tungnha.people.operations import adding, confirming, correcting, noting
from tungnha.people.operations.correcting import Facts, NumberTaken
from tungnha.people.register import doubles
from tungnha.units.models import Area, Member
from tungnha.units.protection import blind_index

REASON = "Tổ ghi khi đến nhà"
KIND = correcting.KIND


# -- a door


def add_household(op: Incoming, sender: Sender) -> Answer:
    """A new door of the member's village; one that stands there already is the same door."""
    said: ReadHousehold = op.read
    taken = _taken(whom.households([said.key], sender.member).get(said.key), said.key)
    if taken is not None:
        return taken
    villages = Area.objects.visible_to(sender.member).filter(kind=Area.Kind.VILLAGE)
    village = villages.filter(code=said.village).first()
    if village is None or not village.path.startswith(sender.member.area.path):
        return handlers.aside("Thôn ghi cho hộ mới không thuộc địa bàn của anh/chị.")
    same = _same_door(said, village)
    if same is not None:
        _known_as(said.key, sender, household=same)
        return handlers.conflict(
            f"{same} đã có trong sổ ở đúng nhà này: việc ghi tiếp sẽ vào hộ ấy.", household=str(same.key)
        )
    home = adding.Home(village=village, lane=said.lane, house=said.house, key=said.key)
    made = adding.add_household(home=home, by=sender.member, at=sender.at, reason=REASON)
    _stand_after(made, said, sender)
    return handlers.stored()


def _taken(household: Household | None, key: uuid.UUID) -> Answer | None:
    """A key that leads somewhere already, or was somebody's who is forgotten."""
    if household is not None:
        return handlers.conflict(f"{household} đã có trong sổ.", household=str(household.key))
    return handlers.aside(whom.ERASED) if whom.erased([key]) else None


def _same_door(said: ReadHousehold, village: Area) -> Household | None:
    """The same lane and house, however they are typed. Where no house is told, none is the same."""
    if not said.house:
        return None
    wanted = (names.fold(said.lane), names.fold(said.house))
    rows = Household.objects.filter(village=village, left_on=None).order_by("pk")
    return next((row for row in rows if (names.fold(row.lane), names.fold(row.house)) == wanted), None)


def _stand_after(made: Household, said: ReadHousehold, sender: Sender) -> None:
    """On the walk it stands behind the door it was seen next to: the same turn, and its code is the later one."""
    before = whom.households([said.after], sender.member).get(said.after) if said.after else None
    if before is not None and before.village_id == made.village_id:
        made.order = before.order
        made.save(update_fields=["order"])


def _known_as(key: uuid.UUID, sender: Sender, **what: Person | Household) -> None:
    KnownAs.objects.get_or_create(key=key, defaults={"made_by": sender.member, "stored_at": sender.at, **what})


# -- somebody


def add_person(op: Incoming, sender: Sender) -> Answer:
    """Somebody new behind a door. Whoever stands in the register already is led to, or a person decides."""
    said: ReadPerson = op.read
    household = whom.households([said.household], sender.member).get(said.household)
    if whom.erased([said.key, said.household]):
        return handlers.aside(whom.ERASED)
    if household is None:
        return handlers.aside(whom.NO_HOUSEHOLD)
    here = whom.persons([said.key]).get(said.key)
    if here is not None:
        return handlers.conflict(f"{here.full_name} đã có trong sổ.", person=str(here.key))
    unread = _unreadable(said)
    if unread is not None:
        return handlers.aside(unread, household=household)
    alike = _alike(said, household)
    if alike:
        return _a_double(said, household, alike, sender)
    ruled_out = [person.pk for person in whom.persons(said.not_same_as).values()]
    adding.add_person(
        new=_new(said), household=household, not_the_same=ruled_out, reason=REASON, by=sender.member, at=sender.at
    )
    return handlers.stored()


def _new(said: ReadPerson) -> adding.NewPerson:
    facts = Facts(full_name=said.full_name, birth=said.birth, sex=said.sex, relation=said.relation)
    return adding.NewPerson(
        facts=facts, residence=Person.Residence.AT_HOME, number=said.number, telephone=said.telephone, key=said.key
    )


def _unreadable(said: ReadPerson) -> str | None:
    if said.number and numbers.read_personal_number(said.number) is None:
        return numbers.why_no_personal_number(said.number) or "Số định danh ghi cho người này không đọc được."
    if said.telephone and phones.read_phone(said.telephone) is None:
        return phones.why_no_phone(said.telephone) or "Số điện thoại ghi cho người này không đọc được."
    return None


def _alike(said: ReadPerson, household: Household) -> list[Person]:
    """Who of the commune she may be, without those the team saw and ruled out."""
    number, phone = numbers.read_personal_number(said.number), phones.read_phone(said.telephone)
    commune = household.village.commune or household.village
    found = doubles.like_a_newcomer(
        full_name_folded=names.fold(said.full_name), birth=said.birth, sex=said.sex, commune=commune,
        number_ix=blind_index(number.value, NUMBER_INDEX) if number else "",
        phone_ix=blind_index(phone.value, PHONE_INDEX) if phone else "",
    )  # fmt: skip
    seen = set(said.not_same_as)
    return [person for person in found if person.key not in seen and person.merged_into_id is None]


def _a_double(said: ReadPerson, household: Household, alike: list[Person], sender: Sender) -> Answer:
    """Behind this very door it is she: the phone goes on under her key. Elsewhere in the commune a person decides."""
    here = [person for person in alike if person.household_id == household.pk]
    if len(here) == 1:
        _known_as(said.key, sender, person=here[0])
        return handlers.conflict(
            f"{here[0].full_name} đã có trong sổ ở hộ này: việc ghi tiếp sẽ vào người ấy.", person=str(here[0].key)
        )
    return handlers.aside(
        f"{names.tidy(said.full_name)} có thể đã có trong sổ của xã: cần người xem trước khi thêm.",
        household=household, person=alike[0],
        alike=[str(p.key) for p in alike if p.household and p.household.village_id == household.village_id],
    )  # fmt: skip


# -- a card


def card(op: Incoming, sender: Sender) -> Answer:
    """A card was shown: it confirms the record, gives the first number, or what differs is laid before the desk."""
    said: ReadCard = op.read
    person = whom.persons([said.person]).get(said.person)
    if person is None or not _in_scope(person, sender.member):
        return handlers.aside(whom.ERASED if whom.erased([said.person]) else whom.NO_PERSON)
    number = numbers.read_personal_number(said.number)
    if number is None:
        why = numbers.why_no_personal_number(said.number) or "Số trên thẻ không đọc được."
        return handlers.aside(why, person=person)
    if whom.is_gone(person):
        words = f"{person.full_name}: sổ đang ghi {person.get_residence_display()}."
        return handlers.aside(words, household=person.household, person=person)
    differing = _differing(said, person, number)
    if differing:
        return _laid_before_the_desk(op, person, differing, sender)
    held = _number_in_use(person, number)
    if held is None:
        try:
            correcting.give_number(
                person=person, text=number.value, stamp=None, reason=REASON, by=sender.member, at=sender.at,
                source="card",
            )  # fmt: skip
        except NumberTaken:
            return _laid_before_the_desk(op, person, {"number": number.value}, sender)
    _fill(said, person, sender)
    confirming.confirm_all(
        [person.pk], how=Person.Confirmed.CARD, on=op.made_at.date(), by=sender.member, at=sender.at, origin="card",
        origin_id=str(op.id),
    )  # fmt: skip
    return handlers.stored()


def _in_scope(person: Person, member: Member) -> bool:
    return bool(Person.objects.visible_to(member).filter(pk=person.pk, erased_at=None).exists())


def _number_in_use(person: Person, number: PersonalNumber) -> Identifier | None:
    return person.identifiers.filter(kind=KIND[number.kind], status=Identifier.Status.ACTIVE).first()


def _differing(said: ReadCard, person: Person, number: PersonalNumber) -> dict[str, str]:
    """What the card says otherwise than the register, as a proposal."""
    found = {}
    held = _number_in_use(person, number)
    if held is not None and held.value_ix != blind_index(number.value, NUMBER_INDEX):
        found["number"] = number.value
    if said.full_name and not names.compare(said.full_name, person.full_name).agrees:
        found |= {"full_name": names.tidy(said.full_name, proper_case=True), "number": number.value}
    if said.birth and person.birth and not said.birth.could_equal(person.birth):
        found["birth"] = said.birth.show()
    if said.sex and person.sex and said.sex != person.sex:
        found["sex"] = said.sex
    return found


def _laid_before_the_desk(op: Incoming, person: Person, facts: dict[str, str], sender: Sender) -> Answer:
    noting.say(
        kind="wrong", about=person, words="Thẻ căn cước xem tại nhà ghi khác sổ.", facts=facts, by=sender.member,
        at=sender.at, said_at=op.made_at, origin="card", origin_id=str(op.id),
    )  # fmt: skip
    return handlers.conflict(
        f"{person.full_name}: thẻ ghi khác sổ, đã chuyển cán bộ xã xem.", person=str(person.key), fields=sorted(facts)
    )


def _fill(said: ReadCard, person: Person, sender: Sender) -> None:
    """What stood empty, as the card has it; a year known only becomes the day."""
    missing: dict[str, object] = {}
    if said.birth and person.birth is None:
        missing |= {"birth_date": said.birth.date, "birth_precision": said.birth.precision}
    if said.sex and not person.sex:
        missing["sex"] = said.sex
    if missing:
        correcting.fill_in(person=person, missing=missing, by=sender.member, at=sender.at, origin="card")
