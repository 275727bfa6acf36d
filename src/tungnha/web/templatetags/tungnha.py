"""The tags of the one look: ``{% load tungnha %}``. Every parameter is told in web/COMPONENTS.md."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from tungnha.drafting.qr import qr_svg
from tungnha.outreach.queries.addresses import link_of
from tungnha.web import charts, charts_beside, charts_tiles, fields, formats, pages, tables
from tungnha.web.icons import ICONS
from tungnha.web.words import MESSAGE_TONE, STATUS, TONE_ICON

register = template.Library()
PARTS = "web/components/"

register.filter("vn_count", formats.count)
register.filter("vn_rate", formats.rate)
register.filter("vn_percent", formats.percent)
register.filter("vn_delta", formats.delta)
register.filter("vn_date", formats.day)
register.filter("vn_last_day", formats.last_day)
register.filter("vn_weekday", formats.weekday_day)
register.filter("vn_hour", formats.hour)
register.filter("vn_datetime", formats.moment)


@register.filter
def message_tone(message) -> str:
    return MESSAGE_TONE.get(message.level_tag, "info")


@register.filter
def lookup(mapping, key):
    """The value of a key that is itself a variable; nothing when there is none."""
    return mapping.get(key) if hasattr(mapping, "get") else None


# -- small pieces ----------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = ""):
    """Draw an icon; without a label it is decoration and silent."""
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" {}><path d="{}"/></svg>', voice, ICONS.get(name, ICONS["info"])
    )


@register.inclusion_tag(PARTS + "button.html")
def button(label, kind="second", icon="", name="", value="", form="", disabled=False, type="submit"):
    return dict(locals())


@register.inclusion_tag(PARTS + "link_button.html")
def link_button(label, url, kind="second", icon="", dialog=""):
    return dict(locals())


@register.inclusion_tag(PARTS + "status.html")
def status(code, label=""):
    word, tone, icon = STATUS.get(code, (code, "calm", ""))
    return {"word": label or word, "tone": tone, "icon": icon}


@register.inclusion_tag(PARTS + "pills.html")
def pills(items):
    return {"items": items.split("|") if isinstance(items, str) else items}


# -- figures ---------------------------------------------------------------------------------


@register.inclusion_tag(PARTS + "figure.html")
def figure(label, number=None, unit="", url="", base=None, base_label="", target=None, change=None, since="", status="",
           of_base=None, of_target=None):  # fmt: skip
    """One number and what it rests on. The two percentages are worked out unless they are given."""
    return {
        "label": label, "number": number, "unit": unit, "url": url, "base": base, "base_label": base_label,
        "target": target, "change": change, "since": since, "status": status,
        "of_base": formats.share(number, base) if of_base is None else of_base,
        "of_target": formats.share(number, target) if of_target is None else of_target,
    }  # fmt: skip


@register.inclusion_tag(PARTS + "progress.html")
def progress(label, now=None, whole=100, expected=None, expected_label="", show_label=True):
    """A bar of now in whole, with a flag where the path says we should be."""
    done = formats.share(now, whole)
    should = formats.share(expected, whole)
    return {
        "label": label, "show_label": show_label, "done": done, "now": now, "whole": whole, "should": should,
        "expected": expected, "expected_label": expected_label,
        "bar": charts.progress_bar(done, should),
    }  # fmt: skip


# -- forms -----------------------------------------------------------------------------------


@register.inclusion_tag(PARTS + "field.html")
def field(bound, label="", hint="", width="", look=""):
    """Label, hint, error and input of one Django form field, tied together for a screen reader."""
    return fields.context(bound, label=label, hint=hint, width=width, look=look)


@register.inclusion_tag(PARTS + "fields.html")
def form_fields(form):
    return {"form": form}


@register.inclusion_tag(PARTS + "error_summary.html")
def error_summary(form, title="Chưa lưu được. Mời xem lại:"):
    return {"problems": fields.problems(form), "title": title}


@register.inclusion_tag(PARTS + "outcomes.html")
def outcomes(name, choices, legend, selected=None, hint="", error=""):
    """Big answers for a thumb: radios that look like buttons. choices: (value, label, hint, tone, icon)."""
    return {"name": name, "legend": legend, "hint": hint, "error": error, "selected": selected,
            "choices": fields.big_choices(choices, selected)}  # fmt: skip


# -- wayfinding ------------------------------------------------------------------------------


@register.inclusion_tag(PARTS + "steps.html")
def steps(labels, current):
    """A wizard's way: ``{% steps "Tải lên|Rà soát|Xác nhận" 2 %}``."""
    labels = labels.split("|") if isinstance(labels, str) else labels
    rows = [
        {"number": n, "label": label, "state": "done" if n < current else "now" if n == current else "next"}
        for n, label in enumerate(labels, 1)
    ]
    return {"steps": rows}


@register.inclusion_tag(PARTS + "section_nav.html")
def section_nav(items, label="Các mục của trang"):
    return {"items": items, "label": label}


@register.inclusion_tag(PARTS + "pagination.html", takes_context=True)
def pagination(context, page, param="trang"):
    """Pages of a list; keeps the other words of the address."""
    return pages.context(context.get("request"), page, param)


@register.inclusion_tag(PARTS + "definitions.html")
def definitions(items):
    """Words and what they stand for: pairs, or dicts with label, value, url, note."""
    return {"items": [item if isinstance(item, dict) else dict(zip(("label", "value"), item, strict=True))
                      for item in items]}  # fmt: skip


@register.inclusion_tag(PARTS + "timeline.html")
def timeline(events):
    return {"events": events}


@register.inclusion_tag(PARTS + "data_table.html")
def data_table(caption, columns, rows, cards=True, sortable=False, empty="", total=None, hide_caption=False):
    """A whole table from plain data; see web/tables.py for the kinds of column."""
    return tables.context(caption, columns, rows, cards, sortable, empty, total, hide_caption)


# -- boxes that hold other content -------------------------------------------------------------


@register.simple_block_tag
def notice(content, tone="info", title=""):
    """``{% notice "warn" "Tiêu đề" %}…{% endnotice %}``."""
    return render_to_string(
        PARTS + "notice.html", {"content": content, "tone": tone, "title": title, "icon": TONE_ICON.get(tone, "info")}
    )


@register.simple_block_tag
def table(content, caption, cards=True, sortable=False, hide_caption=False):
    """``{% table "Tên bảng" %}<thead>…<tbody>…{% endtable %}``: caption, scrolling, cards on a phone."""
    return render_to_string(
        PARTS + "table.html",
        {"content": content, "caption": caption, "cards": cards, "sortable": sortable, "hide_caption": hide_caption},
    )


@register.simple_block_tag
def panel(content, title="", kicker="", level=2):
    return render_to_string(
        PARTS + "panel.html", {"content": content, "title": title, "kicker": kicker, "level": level}
    )


@register.simple_block_tag
def details(content, summary, open=False):
    return render_to_string(PARTS + "details.html", {"content": content, "summary": summary, "open": open})


@register.simple_block_tag(takes_context=True)
def confirm(context, content, id, title, url, action, kind="primary"):
    """A dialog that asks before a POST; its opener is ``{% link_button … dialog=id %}``."""
    return render_to_string(
        PARTS + "confirm.html",
        {"content": content, "id": id, "title": title, "url": url, "action": action, "kind": kind,
         "csrf_token": context.get("csrf_token", "")},
    )  # fmt: skip


@register.inclusion_tag(PARTS + "plan_code.html")
def plan_code(campaign):
    """What every paper of a plan bears: the code of its lasting address (decision 0047)."""
    link = link_of(campaign)
    return {"link": link, "qr": mark_safe(qr_svg(link.address, f"Mã QR mở {link.typed}")) if link else ""}


# -- charts: a wide drawing for a desk and a narrow one for a phone ------------------------------


def _both(draw):
    return format_html(
        '<div class="chart"><div class="chart-wide">{}</div><div class="chart-middle">{}</div>'
        '<div class="chart-narrow">{}</div></div>',
        draw(charts.WIDE),
        draw(charts.MIDDLE),
        draw(charts.NARROW),
    )


@register.simple_tag
def path_chart(points, milestones, today=None, title="", unit="người", fan=None):
    return _both(
        lambda width: charts.path_chart(points, milestones, today, fan=fan, title=title, unit=unit, width=width)
    )


@register.simple_tag
def bar_ranking(rows, target=None, title="", target_label=""):
    return _both(lambda width: charts.bar_ranking(rows, target, title=title, target_label=target_label, width=width))


@register.simple_tag
def share_bar(parts, title="", unit="dòng"):
    return _both(lambda width: charts.share_bar(parts, title=title, unit=unit, width=width))


@register.simple_tag
def tile_map(villages, title=""):
    return _both(lambda width: charts.tile_map(villages, title=title, width=width))


@register.simple_tag
def tile_sheet(places, title=""):
    """Many places as small tiles with initials: name, short, value, level, url."""
    return _both(lambda width: charts_tiles.tile_sheet(places, title=title, width=width))


@register.simple_tag
def mosaic(provinces, title=""):
    """Provinces with their communes as little squares, drawn once: name, short, value, url, column, row, parts."""
    return format_html('<div class="chart chart-one">{}</div>', charts_tiles.mosaic(provinces, title=title))


@register.simple_tag
def legend_box(level):
    """A little tile of a level (or of a fifth: b1 … b5) as the sheets draw it, beside its words."""
    return charts_tiles.legend_box(level)


@register.simple_tag
def three_marks(rows, title=""):
    """Three figures of each place as three marks on one line: rows of name, counted, reported, given, url."""
    return _both(lambda width: charts_beside.three_marks(rows, title=title, width=width))


register.simple_tag(charts.sparkline, name="sparkline")
register.simple_tag(charts.ring, name="ring")
