"""Every paper the product writes for a plan bears the plan's lasting address, as a code and in words."""

from __future__ import annotations

import io
import zipfile

import docx
import pypdfium2
import pytest

from tests.guards.test_routes import address, routes, two_built, two_communes

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database]
__all__ = ["two_built", "two_communes"]
# Files somebody handed in are given out as they came.
HANDED_IN = {"outreach:material-file", "outreach:public-file", "outreach:evidence"}
# Of no plan: letters about a person's own data, a breach, a question of the province beside any plan.
OF_NO_PLAN = {"people:rights-letter", "people:breach-letter", "reports:request-docx"}


def papers_in(answer) -> list[str]:
    """What each Word file or PDF of an answer says, those of a zip too."""
    if getattr(answer, "streaming", False) or answer.status_code != 200:
        return []
    return _said_by(answer.content)


def _said_by(data: bytes) -> list[str]:
    if data.startswith(b"%PDF-"):
        return ["".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))]
    if not data.startswith(b"PK\x03\x04"):
        return []
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
        if "word/document.xml" in names:
            opened = docx.Document(io.BytesIO(data))
            cells = [cell for table in opened.tables for row in table.rows for cell in row.cells]
            return ["\n".join(cell.text for cell in cells)]
        return [said for name in names if name.endswith((".docx", ".pdf")) for said in _said_by(packed.read(name))]


def test_every_paper_of_a_plan_bears_its_address(two_communes, client_of, settings):
    """All addresses that end as a file does: no page of ours answers with a paper otherwise."""
    settings.ADDRESS = "https://tungnha.example"
    alpha = two_communes.alpha
    client = client_of(alpha.members["mai"])
    with_paper, without = set(), set()
    for name, has_parts in routes():
        where = address(name, has_parts, alpha)
        if name in HANDED_IN or not where.endswith((".docx", ".pdf", ".zip")):
            continue
        for said in papers_in(client.get(where)):
            with_paper.add(name)
            if "tungnha.example/k/" not in said.replace("\r\n", "").replace("\n", ""):
                without.add(name)
    assert without <= OF_NO_PLAN
    assert len(with_paper) > 8, with_paper
