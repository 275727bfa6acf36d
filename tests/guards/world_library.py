"""What a commune of the guards' world gives out and shows, and how its pages are opened."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from PIL import Image

from tungnha.outreach import pictures
from tungnha.outreach.files import Taken
from tungnha.outreach.models import MaterialFile
from tungnha.outreach.operations import addresses, materials, offers, passing, sites
from tungnha.units import clock, uploads

if TYPE_CHECKING:
    from tests.guards.world import Commune


def make(commune: Commune) -> None:
    """A material everybody may read, with a picture and a file, passed on; the plan's address and a link; a posting
    with one place said to be up; an offer that a village was told of."""
    made, members, now = commune.made, commune.members, clock.now()
    mai, village = members["mai"], commune.villages[0]
    shown = materials.write_material(
        area=commune.area, title=f"Cách dùng {commune.tag}", words=f"Mở máy, làm từng bước ({commune.tag}).",
        kind="guide", is_public=True, for_door=False, picture=_picture(), taken={MaterialFile.Purpose.USE: _file()},
        by=mai, at=now,
    )  # fmt: skip
    made["public_material"] = materials.approve(material=shown, by=mai, at=now)
    passing.pass_on(material=shown, areas=[village], organisations=[commune.units["school"]], by=mai, at=now)
    made["delivery"] = shown.deliveries.get(area=village)
    made["address"] = addresses.address_of(made["campaign"], now)
    link = addresses.keep_link(
        campaign=made["campaign"], url=f"https://tai-lieu.example/{commune.tag}", words="Kho tài liệu", found="qr",
        by=mai, at=now,
    )  # fmt: skip
    made["plan_link"] = addresses.show_link(link=link, shown=True, by=mai, at=now)
    posting = sites.ask_posting(
        area=commune.area, form="banner", title=f"Băng rôn {commune.tag}", by=mai, at=now, campaign=made["campaign"],
        sites=[sites.Wanted(f"Nhà văn hóa {v.full_name}", v) for v in commune.villages],
    )  # fmt: skip
    site = posting.sites.get(area=village)
    (entry,) = sites.tick(
        sites={site: 1}, on=now.date(), by=members["lan"], at=now, picture=pictures.small(_picture(form="JPEG"))
    )
    made |= {"posting": posting, "site": site, "site_entry": entry}
    offer = offers.write_offer(
        area=commune.area, organisation=commune.units["vnpt"], title=f"Miễn phí chữ ký số {commune.tag}",
        for_whom="người từ 15 tuổi", by=members["viet"], at=now,
    )  # fmt: skip
    made["offer"] = offers.agree(offer=offer, by=mai, at=now)
    offers.tell(offer=offer, areas=[village], on=now.date(), how="meeting", by=members["lan"], at=now)
    made["telling"] = offer.tellings.get()


def _picture(form: str = "WEBP") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, form)
    return out.getvalue()


def _file() -> Taken:
    from tungnha.outreach import files

    data = b"%PDF-1.7\n%%EOF\n"
    uploads.keep(data, files.path_of("0" * 32))
    return Taken("to-roi.pdf", "0" * 32, len(data), "0" * 64)


def _pk(name: str) -> Any:
    return lambda c: {"pk": c.made[name].pk}


def _of_code(c: Commune) -> dict[str, Any]:
    return {"code": c.made["address"].code, "pk": c.made["public_material"].pk}


def _campaign(c: Commune) -> dict[str, Any]:
    return {"pk": c.made["campaign"].pk}


PICTURES_FOR_EVERYONE = {"outreach:public-picture", "outreach:public-file"}
ADDRESS_OF: dict[str, Any] = {
    "outreach:public-materials": lambda c: {"code": c.area.code},
    "outreach:public-plan": lambda c: {"code": c.made["address"].code},
    **{f"outreach:public-{part}": _of_code for part in ("material", "picture", "file")},
    "outreach:material-file": lambda c: {"pk": c.made["public_material"].pk, "purpose": "use"},
    "outreach:material-pass-on": _pk("public_material"),
    "outreach:material-on-paper": _pk("delivery"),
    **{f"outreach:address{part}": _campaign for part in ("", "-print", "-link-new")},
    "outreach:address-link": _pk("plan_link"),
    **{f"outreach:posting{part}": _pk("posting") for part in ("", "-tick", "-close")},
    "outreach:site": _pk("site"),
    "outreach:site-picture": _pk("site_entry"),
    "outreach:site-take-back": _pk("site_entry"),
    **{f"outreach:offer{part}": _pk("offer") for part in ("", "-agree", "-withdraw", "-tell")},
    "outreach:offer-take-back": _pk("telling"),
}
