"""A basis as official papers cite it, from the words of the plan around it."""

from datetime import date

import pytest

from tungnha import reading
from tungnha.plans.citing import bases_of, cited
from tungnha.plans.models import LegalBasis

from .conftest import SHARED


def basis(text: str, symbol: str, dated: date | None = None, issuer: str = "") -> str:
    at = text.find(symbol)
    return cited(
        LegalBasis(symbol=symbol, dated=dated, issuer=issuer, span_start=at, span_end=at + len(symbol)), text
    )  # fmt: skip


def test_kind_and_subject_come_from_the_plans_own_words():
    text = "Thực hiện Công văn số 4/SVH-TT ngày 08/12/2025 của Sở Văn hóa về việc rà soát các tổ. UBND xã xây dựng…"
    assert basis(text, "4/SVH-TT", date(2025, 12, 8), "Sở Văn hóa") == (
        "Công văn số 4/SVH-TT ngày 08/12/2025 của Sở Văn hóa về việc rà soát các tổ"
    )


@pytest.mark.parametrize(
    ("text", "symbol", "said"),
    [
        # the plan goes on in the same sentence
        ("theo Kế hoạch số 7/KH-UBND của UBND tỉnh về mô hình mới, Sở Nội vụ xây dựng kế hoạch", "7/KH-UBND",
         "Kế hoạch số 7/KH-UBND về việc mô hình mới"),
        # what stands after “về” is another document's
        ("Thực hiện Chỉ thị số 5-CT/TU và Kế hoạch số 7/KH-UBND về mô hình mới;", "5-CT/TU", "Chỉ thị số 5-CT/TU"),
        # the words do not say the kind: the letters do; an office's letters are a công văn's
        ("xét số 9/QĐ-UBND;", "9/QĐ-UBND", "Quyết định số 9/QĐ-UBND"),
        ("xét số 9/STP-PB;", "9/STP-PB", "Công văn số 9/STP-PB"),
        ("Căn cứ Luật Giao dịch điện tử;", "Luật Giao dịch điện tử", "Luật Giao dịch điện tử"),
    ],
)  # fmt: skip
def test_how_each_is_cited(text, symbol, said):
    assert basis(text, symbol) == said


def test_without_the_text_the_symbol_alone_is_cited():
    assert cited(LegalBasis(symbol="12/NQ-HĐND", dated=None, issuer="HĐND")) == "Nghị quyết số 12/NQ-HĐND của HĐND"


def test_a_plan_cites_what_it_rests_on_and_nothing_it_only_mentions(plan):
    lines = bases_of(plan)
    assert len(lines) == plan.bases.filter(role="basis").count() > 0
    assert all(line.startswith("Căn cứ Kế hoạch số ") for line in lines)


@pytest.mark.skipif(not SHARED, reason="../shared/plans không có ở đây")
def test_every_basis_of_the_real_plans_has_kind_number_day_and_body():
    for path in SHARED:
        text = path.read_text()
        for row in reading.read_text(text)["legal_bases"]:
            if row["role"] != "basis" or not row["symbol"][:1].isdigit():
                continue
            start, end = row["span"]
            said = cited(
                LegalBasis(
                    symbol=row["symbol"], dated=date.fromisoformat(row["date"]), issuer=row["issuer"] or "",
                    span_start=start, span_end=end,
                ), reading_text(text),
            )  # fmt: skip
            assert said.split(" số ")[0] in ("Công văn", "Kế hoạch", "Nghị quyết", "Chỉ thị", "Quyết định"), said
            assert len(said) < 400, said
            assert " của " in said, said


def reading_text(text: str) -> str:
    """The text in which the reader's spans count."""
    return str(reading.read_text(text).get("text") or text)
