"""The one door: `tungnha demo | serve | read | …`. Help is in Vietnamese: whoever runs it is an officer."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

DESCRIPTION = "Từng Nhà: từ bản kế hoạch đến từng nhà, rồi về báo cáo mà số nào cũng mở ra được."

# (name, what help says, what runs) → the parser of the command, for its arguments
Command = Callable[[str, str, object], "_CommandParser"]


class _CommandParser(argparse.ArgumentParser):
    """`late` adds arguments once this command is the one that was typed: no command waits for another's imports."""

    late: Callable[[argparse.ArgumentParser], None] | None = None

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        late, self.late = self.late, None
        if late:
            late(self)
        return super().parse_known_args(args, namespace)


def main(argv: Sequence[str] | None = None) -> int:
    parser = _parser()
    args = parser.parse_args(argv)
    if args.command is None:
        parser.print_help()
        return 2
    result: int = args.run(args)
    return result


def _parser() -> argparse.ArgumentParser:
    from tungnha.matching import match_cli

    parser = argparse.ArgumentParser(prog="tungnha", description=DESCRIPTION, add_help=False)
    _vietnamese_help(parser)
    commands = parser.add_subparsers(dest="command", metavar="LỆNH", title="các lệnh", parser_class=_CommandParser)

    def command(name: str, help_text: str, run: object) -> _CommandParser:
        sub = commands.add_parser(name, help=help_text, description=help_text, add_help=False)
        _vietnamese_help(sub)
        sub.set_defaults(run=run)
        return sub

    read = command("read", "đọc một bản kế hoạch, in ra những điều tìm thấy (JSON)", _read)
    read.add_argument("file", type=Path, metavar="TỆP", help="tệp Word, .odt, PDF, bản quét, ảnh chụp, .txt")
    shape = read.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="in những điều tìm thấy ở dạng JSON (mặc định)")
    shape.add_argument("--text", action="store_true", help="in văn bản đã sửa dòng, có đánh dấu trang")

    matched = command("match", "đối chiếu một danh sách với sổ, cả hai là tệp; ghi kết quả từng dòng", match_cli.run)
    match_cli.add_arguments(matched)

    demo = command("demo", "dựng dữ liệu chạy thử và mở sản phẩm", _demo)
    demo.add_argument("--port", type=int, default=8000, metavar="CỔNG", help="cổng (mặc định 8000)")
    demo.add_argument("--fresh", action="store_true", help="xóa dữ liệu chạy thử cũ, dựng lại từ đầu")
    demo.add_argument("--build-only", action="store_true", help="chỉ dựng dữ liệu, không mở")
    demo.add_argument(
        "--clock", metavar="LÚC", help="đặt đồng hồ diễn tập, ví dụ 2026-05-26T08:00 (ngày của chính kế hoạch)"
    )
    demo.add_argument("--data", type=Path, default=Path("var/demo"), metavar="THƯ_MỤC", help="nơi để dữ liệu")

    serve = command("serve", "mở sản phẩm cho mọi người dùng", _serve)
    serve.add_argument("--host", default="127.0.0.1", metavar="ĐỊA_CHỈ")
    serve.add_argument("--port", type=int, default=8000, metavar="CỔNG")
    serve.add_argument("--workers", type=int, default=2, metavar="SỐ", help="số tiến trình (mặc định 2)")

    command("setup", "chuẩn bị cơ sở dữ liệu: bảng, 34 tỉnh, 3.321 xã, danh mục tiện ích số", _setup)
    officer = command("officer", "tạo cán bộ phụ trách đầu tiên của một xã, phường", _officer)
    officer.add_argument("--commune", required=True, metavar="MÃ_XÃ", help="mã xã 5 chữ số, ví dụ 01960")
    officer.add_argument("--name", required=True, metavar="HỌ_TÊN", help='họ và tên, ví dụ "Hoàng Thị Mai"')
    officer.add_argument("--phone", default="", metavar="SỐ", help="số điện thoại để đăng nhập")
    officer.add_argument("--email", default="", metavar="THƯ", help="thư điện tử để đăng nhập")
    officer.add_argument("--password-stdin", action="store_true", help="đọc mật khẩu từ dòng đầu của đầu vào chuẩn")

    reset = command("password", "đặt lại mật khẩu của một người, khi không ai trong xã làm được", _reset)
    reset.add_argument("login", metavar="ĐĂNG_NHẬP", help="số điện thoại hoặc thư điện tử của người ấy")
    reset.add_argument("--password-stdin", action="store_true", help="đọc mật khẩu từ dòng đầu của đầu vào chuẩn")

    _people_commands(command)
    _keys_commands(command)

    clock = command("clock", "đặt đồng hồ của buổi diễn tập (không có khi chạy thật)", _clock)
    clock.add_argument("at", metavar="LÚC", help="2026-05-28T09:10, hoặc “chay” để đồng hồ chạy tiếp")
    return parser


def _people_commands(command: Command) -> None:
    from tungnha.lists import check_command
    from tungnha.people import import_command
    from tungnha.progress.tallies import command as recount_command

    invented = command("people", "sinh danh sách nhân khẩu giả (không có thật) để thử nhập, thử tìm", _people)
    invented.late = _people_arguments

    imported = command(
        "import-people", "nhập một tệp nhân khẩu vào sổ của xã, có thể dừng rồi làm tiếp", _import_people
    )
    import_command.add_arguments(imported)

    checked = command("check-lists", "đối chiếu tiếp các danh sách gửi đến bị ngắt giữa chừng", _check_lists)
    check_command.add_arguments(checked)

    command("tick", "sinh kỳ báo cáo sắp đến hạn, xóa tên hết hạn giữ (chạy mỗi giờ bằng cron)", _tick)

    command("remind", "nhắc đơn vị chưa gửi báo cáo đến lúc phải nhắc (chạy mỗi 5 phút bằng cron)", _remind)

    command(
        "new-epoch",
        "sau khi khôi phục cơ sở dữ liệu từ bản sao: mọi điện thoại gửi lại việc, tải lại từ đầu",
        _new_epoch,
    )

    counted = command("recount", "cộng lại từ đầu số liệu tiến độ, rồi so với số đếm lại từ sổ", _recount)
    recount_command.add_arguments(counted)

    command("verify", "kiểm mọi bản khóa, số liệu chốt, văn bản đã ban hành còn nguyên vẹn theo mã kiểm", _verify)

    command("search-words", "dựng lại chữ tìm kiếm của sổ nhân khẩu, sửa chỗ không khớp", _search_words)


def _keys_commands(command: Command) -> None:
    keys = command("keys", "tạo tệp khóa mã hóa mới (giữ ngoài cơ sở dữ liệu, sao lưu cẩn thận)", _keys)
    keys.add_argument("file", type=Path, metavar="TỆP")
    command("keys-status", "cho biết có những khóa nào, mỗi khóa còn khóa bao nhiêu chỗ", _keys_cli("status"))
    rotate = command(
        "keys-rotate", "thêm khóa mới và khóa lại mọi dữ liệu; bị ngắt giữa chừng thì chạy lại", _keys_cli("rotate")
    )
    rotate.add_argument("--index", action="store_true", help="đổi khóa của chỉ mục tìm số, không phải khóa mã hóa")
    retire = command("keys-retire", "bỏ một khóa cũ mà không dữ liệu nào còn dùng", _keys_cli("retire"))
    retire.add_argument("key", metavar="MÃ_KHÓA", help="ví dụ k1")
    retire.add_argument("--ngay", action="store_true", help="không chờ đủ 24 giờ (chỉ khi đã tắt sản phẩm)")


def _vietnamese_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="in hướng dẫn này")
    parser._positionals.title = "tham số"
    parser._optionals.title = "lựa chọn"


def _read(args: argparse.Namespace) -> int:
    from tungnha import reading

    try:
        if args.text:
            printed = reading.text_with_pages(args.file, _say_page)
        else:
            printed = json.dumps(reading.read(args.file, _say_page), ensure_ascii=False, indent=1)
    except reading.UnreadableDocument as problem:
        print(problem, file=sys.stderr)
        return 2
    try:
        print(printed, flush=True)
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _say_page(done: int, of: int) -> None:
    """How far the reading of a scan is, on one line of stderr where a person looks on."""
    if sys.stderr.isatty():
        print(
            f"\rĐang đọc trang quét {min(done + 1, of)}/{of} …",
            end="\n" if done == of else "",
            file=sys.stderr,
            flush=True,
        )
    elif done < of:
        print(f"Đang đọc trang quét {done + 1}/{of} …", file=sys.stderr, flush=True)


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tungnha.config.settings")
    import django

    django.setup()


def _setup(args: argparse.Namespace) -> int:
    _django()
    from tungnha.config import environment
    from tungnha.units.laying import lay_tables
    from tungnha.units.protection import keys_fit
    from tungnha.units.registry import load_areas

    lay_tables()
    if not keys_fit():
        environment.refuse(
            "tệp khóa đang dùng không mở được dữ liệu đã có. Hãy đặt TUNGNHA_KEYS_FILE về đúng tệp khóa của cơ sở dữ "
            "liệu này (hoặc chép lại từ bản sao lưu); không tạo khóa mới."
        )
    added = load_areas()
    print(f"Cơ sở dữ liệu đã sẵn sàng; thêm {added} tỉnh, xã.")
    return 0


def _officer(args: argparse.Namespace) -> int:
    _django()
    from tungnha.units import clock, setup
    from tungnha.units.laying import lay_tables
    from tungnha.units.problems import Problem
    from tungnha.units.registry import find_commune, load_areas

    lay_tables()
    load_areas()
    try:
        commune = find_commune(args.commune)
        member = setup.start_commune(
            commune=commune, full_name=args.name, phone=args.phone, email=args.email, password=_password(args),
            at=clock.now(),
        )  # fmt: skip
    except Problem as problem:
        print(problem.sentence, file=sys.stderr)
        return 2
    print(f"{member.user.full_name} là cán bộ phụ trách của {commune.full_name}, {commune.parent}.")
    print("Đăng nhập bằng số điện thoại hoặc thư điện tử ấy, rồi mở Thiết lập để thêm thôn, đơn vị và người dùng.")
    return 0


def _reset(args: argparse.Namespace) -> int:
    _django()
    from tungnha.units import clock
    from tungnha.units.login import find_user
    from tungnha.units.operations import change_password
    from tungnha.units.problems import Problem

    user = find_user(args.login)
    if user is None:
        print("Không có ai đăng nhập bằng số điện thoại hay thư điện tử này.", file=sys.stderr)
        return 2
    try:
        change_password(user=user, password=_password(args), by=None, at=clock.now())
    except Problem as problem:
        print(problem.sentence, file=sys.stderr)
        return 2
    print(f"Đã đặt lại mật khẩu của {user.full_name}.")
    return 0


def _password(args: argparse.Namespace) -> str:
    """Typed twice, or the first line of standard input; never an argument, which every user of a machine can read."""
    import getpass

    from tungnha.units.problems import BadInput

    if args.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Mật khẩu (ít nhất 10 ký tự): ")
    if getpass.getpass("Nhập lại mật khẩu: ") != password:
        raise BadInput("Hai lần nhập mật khẩu không giống nhau: xin chạy lại lệnh.")
    return password


def _serve(args: argparse.Namespace) -> int:
    _setup(args)
    from django.conf import settings

    if settings.PRODUCTION:
        from django.core.management import call_command

        call_command("collectstatic", verbosity=0, interactive=False)
    return _granian(args.host, args.port, args.workers)


def _granian(host: str, port: int, workers: int) -> int:
    from granian import Granian
    from granian.constants import Interfaces

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tungnha.config.settings")
    from django.db import connections

    connections.close_all()  # what was opened before the fork must not be shared by the workers
    Granian(
        "tungnha.config.wsgi:application",
        address=host, port=port, interface=Interfaces.WSGI, workers=workers, blocking_threads=4, log_enabled=False,
    ).serve()  # fmt: skip
    return 0


def _demo(args: argparse.Namespace) -> int:
    data = args.data.resolve()
    os.environ["TUNGNHA_DATA"] = str(data)
    os.environ["TUNGNHA_REHEARSAL"] = "1"
    if args.clock:
        os.environ["TUNGNHA_CLOCK"] = args.clock
    os.environ.setdefault("TUNGNHA_ADDRESS", f"http://127.0.0.1:{args.port}")  # codes on papers open this one
    _django()
    from tungnha.demo import build

    guide = build.ensure(data, fresh=args.fresh, clock_at=args.clock, say=lambda line: print(line, flush=True))
    print(guide.format(address=f"http://127.0.0.1:{args.port}"), flush=True)
    return 0 if args.build_only else _granian("127.0.0.1", args.port, workers=1)


def _people_arguments(parser: argparse.ArgumentParser) -> None:
    from tungnha.demo import population_cli

    population_cli.add_arguments(parser)


def _people(args: argparse.Namespace) -> int:
    from tungnha.demo import population_cli

    return population_cli.run(args)


def _import_people(args: argparse.Namespace) -> int:
    _django()
    from tungnha.people import import_command

    return import_command.run(args)


def _check_lists(args: argparse.Namespace) -> int:
    _django()
    from tungnha.lists import check_command

    return check_command.run(args)


def _tick(args: argparse.Namespace) -> int:
    _django()
    from tungnha.field.sync import tending as sync
    from tungnha.lists import check_command
    from tungnha.people import finding, importing
    from tungnha.people.operations import retention, rights
    from tungnha.people.register import quality
    from tungnha.progress.tallies import checking as tallies
    from tungnha.reports.exchange import sending
    from tungnha.reports.operations import tick
    from tungnha.units import clock, limits
    from tungnha.units.notices import sending as notices
    from tungnha.voices.operations import escalating
    from tungnha.web import voices_phones

    print(f"Đã sinh {tick(clock.now())} kỳ báo cáo.")
    _remind(args)
    tidied = importing.tidy(clock.now())
    if tidied["resumed"]:
        print(f"Đã làm tiếp {tidied['resumed']} tệp nhân khẩu bị ngắt giữa chừng.")
    if moved := retention.tick(clock.now()):
        print(f"Đã làm tiếp {moved} đợt xóa tên hết hạn giữ.")
    if arrived := sending.retry(clock.now()):
        print(f"Đã gửi được {arrived} tệp báo cáo lên cấp trên.")
    if taken := voices_phones.take_in_kept(clock.now()):
        print(f"Đã nhận {taken} khó khăn điện thoại gửi trước đây.")
    if risen := escalating.tick(clock.now()):
        print(f"Đã chuyển lên {risen} khó khăn quá hạn.")
    check_command.tick()
    rights.forget_old(clock.now())
    limits.let_go(clock.now())
    notices.let_go(clock.now())
    sync.tend(clock.now())
    quality.tick(clock.now())
    tallies.tend(clock.today())
    if mended := finding.tend(clock.now()):
        print(f"Đã sửa {mended} chữ tìm kiếm không khớp với sổ nhân khẩu.")
    return 0


def _recount(args: argparse.Namespace) -> int:
    _django()
    from tungnha.progress.tallies import command

    return command.run(args)


def _verify(args: argparse.Namespace) -> int:
    _django()
    from tungnha.reports import verifying

    return verifying.run(args)


def _remind(args: argparse.Namespace) -> int:
    _django()
    from tungnha.reports.duties import reminding
    from tungnha.units import clock
    from tungnha.units.notices import sending

    if made := reminding.remind(clock.now()):
        print(f"Đã nhắc {made} đơn vị.")
    if went := sending.send_waiting(clock.now()):
        print(f"Đã gửi {went} thông báo.")
    return 0


def _new_epoch(args: argparse.Namespace) -> int:
    _django()
    from tungnha.field.models import SyncEpoch
    from tungnha.field.sync import epochs
    from tungnha.units import clock

    epochs.begin(SyncEpoch.Why.BY_HAND, clock.now())
    print(
        "Đã bắt đầu kỷ nguyên đồng bộ mới: ở lần liên lạc tới, mỗi điện thoại gửi lại việc còn giữ và tải lại từ đầu."
    )
    return 0


def _search_words(args: argparse.Namespace) -> int:
    _django()
    from tungnha.people import finding

    wrong = finding.rebuild()
    print(f"Chữ tìm kiếm đã khớp với sổ nhân khẩu; {wrong} chỗ không khớp, đã sửa." if wrong else
          "Chữ tìm kiếm đã khớp với sổ nhân khẩu, không phải sửa gì.")  # fmt: skip
    return 0


def _keys_cli(name: str) -> Callable[[argparse.Namespace], int]:
    def run(args: argparse.Namespace) -> int:
        _django()
        from tungnha.units import keys_cli

        done: int = getattr(keys_cli, name)(args)
        return done

    return run


def _keys(args: argparse.Namespace) -> int:
    from tungnha.config.environment import write_keys

    try:
        write_keys(args.file)
    except FileExistsError:
        print(f"Tệp {args.file} đã có; không ghi đè: mất khóa là mất dữ liệu.", file=sys.stderr)
        return 2
    print(f"Đã tạo khóa ở {args.file}. Sao lưu tệp này ở nơi khác cơ sở dữ liệu.")
    return 0


def _clock(args: argparse.Namespace) -> int:
    from datetime import datetime

    os.environ.setdefault("TUNGNHA_DATA", "var/demo")
    os.environ.setdefault("TUNGNHA_REHEARSAL", "1")
    _django()
    from django.utils import timezone

    from tungnha.units import clock

    if args.at == "chay":
        clock.set_rehearsal(None)
        print("Đồng hồ chạy theo giờ thật.")
        return 0
    try:
        at = datetime.fromisoformat(args.at)
    except ValueError:
        print(f"“{args.at}” không phải ngày giờ; viết dạng 2026-05-28T09:10.", file=sys.stderr)
        return 2
    clock.set_rehearsal(at if at.tzinfo else timezone.make_aware(at))
    print(f"Đồng hồ diễn tập: {clock.now():%H:%M %d/%m/%Y}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
