"""Paper, type and the page number: Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I."""

from datetime import datetime, time
from xml.sax.saxutils import quoteattr

from docx import Document as new_document
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _Header
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from tungnha.drafting.document import OfficialDocument
from tungnha.drafting.ooxml import add_field, element
from tungnha.drafting.text import one_line

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
BODY_PT, PAGE_NUMBER_PT = 14, 14
PAPER_MM = (210, 297)
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 20, 20, 30, 15
TEXT_WIDTH_MM = PAPER_MM[0] - LEFT_MM - RIGHT_MM
LANDSCAPE_WIDTH_MM = PAPER_MM[1] - LEFT_MM - RIGHT_MM
INDENT = Cm(1.27)
BODY_STYLE = "Body Text"


def blank_document(of: OfficialDocument) -> Document:
    """An empty document with the decree's page and type, and nothing left of the library's template."""
    document = new_document()
    set_type(document)
    describe(document, of)
    drop_thumbnail(document)
    lay_out(document.sections[0], draft_mark=of.draft_mark)
    return document


def set_type(document: Document) -> None:
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    use_font(normal, BODY_PT)
    normal.paragraph_format.space_after = Pt(0)
    for defaults in document.styles.element.iter(qn("w:rPrDefault")):
        for fonts in defaults.iter(qn("w:rFonts")):
            set_fonts(fonts)
        for language in defaults.iter(qn("w:lang")):
            language.set(qn("w:val"), LANGUAGE)
            language.set(qn("w:eastAsia"), LANGUAGE)
    body = document.styles[BODY_STYLE]
    assert isinstance(body, ParagraphStyle)
    body.paragraph_format.first_line_indent = INDENT
    body.paragraph_format.space_before, body.paragraph_format.space_after = Pt(0), Pt(6)
    body.paragraph_format.line_spacing = 1.1
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for level in (1, 2, 3):
        heading = document.styles[f"Heading {level}"]
        assert isinstance(heading, ParagraphStyle)
        use_font(heading, BODY_PT, bold=level < 3)
        heading.paragraph_format.first_line_indent = INDENT
        heading.paragraph_format.space_before = Pt(3)
        heading.paragraph_format.space_after = Pt(6)
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for style in list(document.styles):  # unused looks of the template, some in other typefaces
        if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.delete()


def use_font(style: ParagraphStyle, size: float, *, bold: bool = False) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    set_fonts(properties.find(qn("w:rFonts")))


def set_fonts(fonts: object) -> None:
    """Name the typeface for every script, or Vietnamese letters fall back to the theme's font."""
    attributes = fonts.attrib  # type: ignore[attr-defined]
    attributes.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        attributes[qn(f"w:{script}")] = FONT


def describe(document: Document, of: OfficialDocument) -> None:
    """Title and author in the file's properties; no trace of the template or of this machine's clock."""
    about = document.core_properties
    about.title = " ".join(filter(None, (of.kind, one_line(of.subject))))[:255]
    about.author = about.last_modified_by = one_line(of.issuer_in_prose or of.letterhead.issuer)[:255]
    about.subject = f"Số {one_line(of.letterhead.reference)}"[:255]
    about.comments, about.keywords, about.language = "", of.mark, LANGUAGE
    about.content_status = one_line(of.draft_mark)[:255]
    day = of.letterhead.issued_on
    for moment in ("created", "modified"):
        if day is not None:
            setattr(about, moment, datetime.combine(day, time()))
        else:
            for found in about._element.findall(qn(f"dcterms:{moment}")):
                about._element.remove(found)
    settings = document.settings.element
    for compat in settings.findall(qn("w:compat")):
        settings.remove(compat)
    compat = element("w:compat")  # without it Word opens the file in "Compatibility Mode"
    compat.append(
        element(
            "w:compatSetting",
            name="compatibilityMode",
            uri="http://schemas.microsoft.com/office/word",
            val=15,
        )
    )
    settings.insert_element_before(
        compat, "w:docVars", "w:rsids", "m:mathPr", "w:attachedSchema", "w:themeFontLang",
        "w:clrSchemeMapping", "w:doNotIncludeSubdocsInStats", "w:shapeDefaults", "w:decimalSymbol",
        "w:listSeparator",
    )  # fmt: skip
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)


def drop_thumbnail(document: Document) -> None:
    """The library's template carries a picture of its own first page."""
    links = document.part.package.rels
    for name in [name for name, link in links.items() if link.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del links[name]


def lay_out(section: Section, *, landscape: bool = False, draft_mark: str = "") -> None:
    width, height = (Mm(side) for side in (reversed(PAPER_MM) if landscape else PAPER_MM))
    section.page_width, section.page_height = width, height
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.header_distance = section.footer_distance = Mm(9)
    number_pages(section)
    if draft_mark:
        for place, header in enumerate((section.header, section.first_page_header)):
            watermark(header, one_line(draft_mark), name=f"draft{place}{int(landscape)}")


def number_pages(section: Section) -> None:
    """Centred in the top margin, from 1, and not shown on the first page."""
    section.different_first_page_header_footer = True
    for header in (section.header, section.first_page_header):
        header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.style.font.size = Pt(PAGE_NUMBER_PT)
    add_field(paragraph, "PAGE")
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    numbering = element("w:pgNumType", start=1)
    section._sectPr.insert_element_before(
        numbering, "w:cols", "w:formProt", "w:vAlign", "w:titlePg", "w:textDirection", "w:docGrid"
    )


def watermark(header: _Header, text: str, *, name: str) -> None:
    """Pale letters across the page, so that no single sheet of a draft passes for an issued report."""
    shape = f"""<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"
        xmlns:o="urn:schemas-microsoft-com:office:office"><w:rPr><w:noProof/></w:rPr><w:pict>
      <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
          path="m@7,l@8,m@5,21600l@6,21600e">
        <v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
          <v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
          <v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>
        <v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>
      <v:shape id={quoteattr(name)} o:spid="_x0000_s2049" type="#_x0000_t136" alt={quoteattr(text)}
          style="position:absolute;margin-left:0;margin-top:0;width:390pt;height:98pt;rotation:315;
          z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;
          mso-position-vertical:center;mso-position-vertical-relative:margin"
          o:allowincell="f" fillcolor="#e8e8e8" stroked="f">
        <v:textpath style="font-family:&quot;{FONT}&quot;;font-size:1pt" string={quoteattr(text)}/>
      </v:shape></w:pict></w:r>"""
    header.paragraphs[0]._p.append(parse_xml(shape))
