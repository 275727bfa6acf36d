"""A paper's row and the document it stands for: one becomes the other."""

from __future__ import annotations

from typing import Any

from tungnha.drafting import OfficialDocument
from tungnha.drafting.dates import VIETNAM
from tungnha.drafting.document import DRAFT, Letterhead, Signature
from tungnha.drafting.form import form
from tungnha.drafting.words import annex_data, annex_of, as_data, from_words, of_data, to_words
from tungnha.outreach.queries.addresses import link_of
from tungnha.reports.models import Paper

LISTS = ("addressees", "bases", "recipients", "signer_lines", "address")


def fields_of(document: OfficialDocument) -> dict[str, Any]:
    """What of a document a paper keeps: words as lines, tables and annexes as data, the rest as its front."""
    words, kept = to_words(document.body)
    head, signature = document.letterhead, document.signature
    return {
        "subject": document.subject[:500], "symbol": head.symbol, "words": words, "form": document.form,
        "kept": [as_data(block) for block in kept], "annexes": [annex_data(annex) for annex in document.annexes],
        "signer_name": signature.name,
        "front": {
            "superior": head.superior, "issuer": head.issuer, "in_prose": document.issuer_in_prose,
            "place": head.place, "address": list(head.address), "addressees": list(document.addressees),
            "bases": list(document.bases), "recipients": list(document.recipients), "archive": document.archive,
            "signer_lines": list(signature.lines), "concurrent": signature.concurrent_title or "",
            "urgency": document.urgency,
        },
    }  # fmt: skip


def document_of(paper: Paper, *, to_sign: bool = False) -> OfficialDocument:
    """The document as it stands. A draft bears its mark, unless it is printed `to_sign`: number and day blank."""
    front = {name: tuple(paper.front.get(name, ())) for name in LISTS}
    plain = {name: str(paper.front.get(name, "")) for name in ("superior", "issuer", "in_prose", "place", "archive")}
    return OfficialDocument(
        letterhead=Letterhead(
            issuer=plain["issuer"], superior=plain["superior"], place=plain["place"], symbol=paper.symbol,
            number=paper.number, issued_on=paper.issued_on if paper.is_issued else None,
            year=paper.drafted_at.astimezone(VIETNAM).year, address=front["address"],
        ),
        kind=form(paper.form).kinds[paper.kind].title, subject=paper.subject, addressees=front["addressees"],
        bases=front["bases"], body=from_words(paper.words, [of_data(block) for block in paper.kept]),
        recipients=front["recipients"], archive=plain["archive"] or "VT",
        signature=Signature(front["signer_lines"], paper.signer_name, paper.front.get("concurrent") or None),
        annexes=tuple(map(annex_of, paper.annexes)), issuer_in_prose=plain["in_prose"],
        draft_mark="" if paper.is_issued or to_sign else DRAFT, urgency=str(paper.front.get("urgency", "")),
        form=paper.form, link=link_of(paper.campaign),
    )  # fmt: skip
