"""`tungnha import-people`: a population file imported by whoever runs the server, with a line that says how far."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", metavar="TỆP", help="tệp .xlsx, .xls, .ods hoặc .csv")
    parser.add_argument("--commune", metavar="MÃ_XÃ", help="mã xã 5 chữ số, ví dụ 01960")
    parser.add_argument("--source", default="Công an xã", metavar="AI_LẬP", help='ai lập, ví dụ "Công an xã"')
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="NGÀY", help="số liệu đến ngày, dạng 2026-05-20")
    parser.add_argument("--official", action="store_true", help="danh sách chính thức của cơ quan quản lý cư trú")
    parser.add_argument("--by", default="", metavar="ĐĂNG_NHẬP", help="ghi tên ai nhập (mặc định: cán bộ đầu tiên)")
    parser.add_argument(
        "--columns", default="", metavar="CỘT", help='cột nào là gì, ví dụ "full_name=C,birth=E" (mặc định: máy đoán)'
    )
    parser.add_argument(
        "--answer", action="append", default=[], metavar="CHỮ=THÔN",
        help='cách ghi trong tệp là thôn nào: "Xóm Núi=Thôn 2"; "=Thôn 2" cho dòng không ghi thôn',
    )  # fmt: skip
    parser.add_argument(
        "--residence", action="append", default=[], metavar="CHỮ=MÃ", help='cư trú: "KT3=temporary", "=at_home"'
    )
    parser.add_argument("--resume", action="store_true", help="làm tiếp tệp của xã này đã dừng hoặc bị ngắt giữa chừng")
    parser.add_argument("--work", type=int, help=argparse.SUPPRESS)  # the web process starts us so
    parser.add_argument("--lock", type=int, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    from tungnha.people.importing import running
    from tungnha.units.problems import Problem

    if args.work is not None:
        running.work(args.work, args.lock)
        return 0
    try:
        return _resume(args) if args.resume else _import(args)
    except Problem as problem:
        print(problem.sentence, file=sys.stderr)
        return 2


def _import(args: argparse.Namespace) -> int:
    from tungnha.people import importing
    from tungnha.people.importing import running, store
    from tungnha.units import clock
    from tungnha.units.problems import BadInput
    from tungnha.units.registry import find_commune

    if not args.file or not args.commune or not args.as_of:
        raise BadInput("Cần ghi tệp, --commune và --as-of: xem “tungnha import-people --help”.")
    if not args.file.is_file():
        raise BadInput(f"Không thấy tệp {args.file}.")
    commune = find_commune(args.commune)
    by = _member(commune, args.by)
    with args.file.open("rb") as data:
        file = importing.receive_file(
            area=commune, name=args.file.name, data=data, source=args.source, as_of_on=args.as_of, by=by,
            at=clock.now(), official=args.official, work=False,
        )  # fmt: skip
    handle = store.take_lock(file)
    assert handle is not None
    if file.state == file.State.OPENING:
        running.work(file.pk, handle, _say)
    else:
        store.give_back(handle)
    file.refresh_from_db()
    _refuse_unopened(file)
    columns = file.columns | _columns(args.columns)
    importing.choose_columns(file=file, columns=columns, by=by, at=clock.now(), work=False)
    asked = importing.questions_of(file, clock.today())
    answers = _answers(args, file)
    open_villages = [text for text in asked.villages if text not in answers["villages"]]
    open_states = [text for text in asked.residences if text not in answers["residences"]]
    unsaid = asked.no_village and not answers["no_village"]
    if open_villages or open_states or unsaid:
        importing.discard_file(file=file, by=by, at=clock.now())
        lines = [f'  --answer "{text}=…"' for text in open_villages] + (['  --answer "=…"'] if unsaid else [])
        lines += [f'  --residence "{text}=…"' for text in open_states]
        raise BadInput("Tệp chưa nói rõ mấy điều này, xin ghi thêm vào lệnh:\n" + "\n".join(lines))
    importing.answer(file=file, answers=answers, by=by, at=clock.now(), work=False)
    file.state = file.State.CHECKING
    file.save(update_fields=["state"])
    return _go_on(file, by)


def _resume(args: argparse.Namespace) -> int:
    from tungnha.people.models import PopulationFile
    from tungnha.units.problems import BadInput
    from tungnha.units.registry import find_commune

    if not args.commune:
        raise BadInput("Cần ghi --commune: làm tiếp tệp của xã nào?")
    commune = find_commune(args.commune)
    states = (*_going_on(), PopulationFile.State.STOPPED)
    file = PopulationFile.objects.filter(area=commune, state__in=states).first()
    if file is None:
        raise BadInput("Xã này không có tệp nào đang nhập dở.")
    return _go_on(file, _member(commune, args.by))


def _going_on() -> tuple[str, ...]:
    from tungnha.people import importing

    return tuple(importing.GOING_ON)


def _go_on(file: Any, by: Any) -> int:
    from tungnha.people import importing
    from tungnha.people.importing import running, store
    from tungnha.units import clock
    from tungnha.units.problems import Locked

    for state in ("check", "import"):
        if state == "import":
            importing.begin(file=file, by=by, at=clock.now())
        elif file.state != file.State.CHECKING:
            continue
        handle = store.take_lock(file)
        if handle is None:
            raise Locked("Tệp này đang được một tiến trình khác làm: xem trên trang Nhập danh sách.")
        running.work(file.pk, handle, _say)
        file.refresh_from_db()
        if file.problem:
            raise Locked(file.problem)
    counts = file.counts
    print(
        f"\n{counts['read']} dòng người = {counts['added']} thêm + {counts['updated']} cập nhật + "
        f"{counts['unchanged']} không đổi + {counts['refused']} chưa nhận; {counts['households']} hộ mới."
    )
    if file.state == file.State.STOPPED:
        print("Đã dừng giữa chừng; làm tiếp bằng --resume.")
    return 0 if file.state == file.State.IMPORTED else 1


def _say(file: Any) -> None:
    told = file.progress
    if not told.get("done"):
        return
    left = f", còn khoảng {told['left']} giây" if told.get("left") else ""
    of = f"/{told['of']}" if told.get("of") else ""
    line = f"{file.get_state_display()}: {told['done']}{of} dòng, {told['rate']} dòng/giây{left}"
    print(f"\r{line:<78}" if sys.stderr.isatty() else line, end="" if sys.stderr.isatty() else "\n", file=sys.stderr)


def _refuse_unopened(file: Any) -> None:
    from tungnha.units.problems import BadInput

    if file.state == file.State.REFUSED:
        sentence = file.problem
        file.delete()
        raise BadInput(sentence)


def _member(commune: Any, login: str) -> Any:
    from tungnha.units.login import find_user
    from tungnha.units.models import Member, Role
    from tungnha.units.problems import BadInput

    members = Member.objects.filter(area=commune, role__in=(Role.OFFICER, Role.DATA_STEWARD)).order_by("pk")
    if login:
        members = members.filter(user=find_user(login))
    found = members.first()
    if found is None:
        raise BadInput("Xã này chưa có cán bộ phụ trách nào để ghi tên người nhập: tạo bằng lệnh “tungnha officer”.")
    return found


def _columns(said: str) -> dict[str, int]:
    from tungnha.matching.xlsx_rows import column_number
    from tungnha.people.importing.rules import FIELDS
    from tungnha.units.problems import BadInput

    found = {}
    for one in filter(None, said.split(",")):
        field, _, letters = one.partition("=")
        if field not in FIELDS or not letters.isascii() or not letters.isalpha():
            raise BadInput(f"“{one}” không rõ: ghi như full_name=C; các tên: {', '.join(FIELDS)}.")
        found[field] = column_number(letters.upper())
    return found


def _answers(args: argparse.Namespace, file: Any) -> dict[str, Any]:
    from tungnha.people import importing
    from tungnha.people.importing import rules as import_rules
    from tungnha.people.models import Person
    from tungnha.units import clock
    from tungnha.units.problems import BadInput

    villages = importing.villages_of(file.area, clock.today())
    answers: dict[str, Any] = {"villages": {}, "residences": {}, "no_village": "", "no_residence": ""}
    for one in args.answer:
        text, _, village = one.rpartition("=")
        found = "none" if village == "none" else import_rules.find_village(village, villages)
        if found is None:
            raise BadInput(f"“{village}” không phải thôn nào của xã.")
        if text:
            answers["villages"][text] = str(found)
        else:
            answers["no_village"] = str(found)
    for one in args.residence:
        text, _, state = one.rpartition("=")
        if state not in Person.Residence.values:
            raise BadInput(f"“{state}” không rõ: dùng một trong {', '.join(Person.Residence.values)}.")
        if text:
            answers["residences"][text] = state
        else:
            answers["no_residence"] = state
    return answers
