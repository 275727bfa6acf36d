"""The cleaning that the peers get, in polars: as honest as ours is to them. Columns as linkbench names them.

Both sides get unique_id, name, given, family, sorted_name, year, month, day, day_month, cccd, cmnd, phone, sex,
village, commune; null where nothing can be read.
"""

from __future__ import annotations

import polars as pl

_MARKS = "[\u0300-\u036f]"
_TYPES = r"^(thon|xom|ban|khu pho|to dan pho|t|kp|tdp)\b[ .]*"


def _folded(text: pl.Expr) -> pl.Expr:
    plain = text.str.normalize("NFD").str.replace_all(_MARKS, "").str.to_lowercase()
    return plain.str.replace_all("đ", "d").str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()


def _birth(text: pl.Expr) -> list[pl.Expr]:
    """year and "mm-dd", of dd/mm/yyyy with any mark between, yyyy-mm-dd, dd/mm/yy, yyyy, or a spreadsheet's day."""
    said = text.str.strip_chars()
    serial = said.str.extract(r"^(\d{5})$").cast(pl.Int32)
    of_serial = pl.date(1899, 12, 30) + pl.duration(days=serial)
    usual = r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})$"
    backwards = r"^(\d{4})-(\d{1,2})-(\d{1,2})$"
    short = said.str.extract(usual, 3).cast(pl.Int32)
    whole = pl.when(short < 27).then(short + 2000).when(short < 100).then(short + 1900).otherwise(short)
    year = pl.coalesce(
        whole,
        said.str.extract(backwards, 1).cast(pl.Int32),
        of_serial.dt.year(),
        said.str.extract(r"^(\d{4})$").cast(pl.Int32),
    )
    month = pl.coalesce(said.str.extract(usual, 2), said.str.extract(backwards, 2)).cast(pl.Int32)
    day = pl.coalesce(said.str.extract(usual, 1), said.str.extract(backwards, 3)).cast(pl.Int32)
    month, day = (
        pl.coalesce(month, of_serial.dt.month().cast(pl.Int32)),
        pl.coalesce(day, of_serial.dt.day().cast(pl.Int32)),
    )
    return [year.alias("year"), month.alias("month"), day.alias("day")]


def cleaned(table: pl.DataFrame, *, is_list: bool) -> pl.DataFrame:
    number = pl.col("so_giay_to" if is_list else "cccd").fill_null("")
    digits = pl.when(number.str.contains("E")).then(pl.lit("")).otherwise(number.str.replace_all(r"\D", ""))
    if is_list:  # twelve digits may have lost a zero in front; nine are an old number
        cccd = pl.when(digits.str.len_chars() >= 10).then(digits.str.zfill(12))
        cmnd = pl.when(digits.str.len_chars() == 9).then(digits)
        place = pl.col("dia_chi").fill_null("")
        village = place.str.split(",").list.first().str.split(" - ").list.first()
        commune = _folded(place)
    else:
        cccd = pl.when(digits.str.len_chars() == 12).then(digits)
        cmnd = pl.when(pl.col("cmnd") != "").then(pl.col("cmnd"))
        village, commune = pl.col("thon"), _folded(pl.col("xa")).str.replace("^xa ", "")
    phone = pl.col("sdt").fill_null("").str.replace_all(r"\D", "").str.tail(9)
    found = table.select(
        unique_id=pl.col("lid" if is_list else "rid"),
        name=_folded(pl.col("ho_ten")),
        cccd=cccd, cmnd=cmnd,
        phone=pl.when(phone.str.len_chars() == 9).then(phone),
        sex=pl.when(pl.col("gioi_tinh").fill_null("") != "").then(pl.col("gioi_tinh")),
        village=_folded(village).str.replace(_TYPES, ""),
        commune=commune,
        **{one.meta.output_name(): one for one in _birth(pl.col("ngay_sinh").fill_null(""))},
    )  # fmt: skip
    words = pl.col("name").str.split(" ")
    return found.with_columns(
        given=words.list.last(),
        family=words.list.first(),
        sorted_name=words.list.sort().list.join(" "),
        village=pl.when(pl.col("village") != "").then(pl.col("village")),
        commune=pl.when(pl.col("commune") != "").then(pl.col("commune")),
        day_month=pl.col("month") * 100 + pl.col("day"),
    )
