"""Paper, type and the page number: Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I."""

from datetime import datetime, time
from xml.sax.saxutils import quoteattr

from docx import Document as new_document
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _Header
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from tungnha.drafting.document import OfficialDocument
from tungnha.drafting.form import Form, Look
from tungnha.drafting.ooxml import ALIGN, add_field, border, element
from tungnha.drafting.text import one_line

BODY_STYLE = "Body Text"


def blank_document(of: OfficialDocument) -> Document:
    """An empty document with the decree's page and type, and nothing left of the library's template."""
    form = of.form_data
    document = new_document()
    set_type(document, form)
    describe(document, of)
    drop_thumbnail(document)
    lay_out(document.sections[0], form, draft_mark=of.draft_mark)
    return document


def set_type(document: Document, form: Form) -> None:
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    use_font(normal, form, form.look("body"))
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1.0
    for defaults in document.styles.element.iter(qn("w:rPrDefault")):
        for fonts in defaults.iter(qn("w:rFonts")):
            set_fonts(fonts, form.typeface)
        for language in defaults.iter(qn("w:lang")):
            language.set(qn("w:val"), form.language)
            language.set(qn("w:eastAsia"), form.language)
    set_style(document, BODY_STYLE, form, form.look("body"))
    for level in (1, 2, 3):
        heading = set_style(document, f"Heading {level}", form, form.look(f"heading{level}"))
        heading.paragraph_format.keep_with_next = True
    for style in list(document.styles):  # unused looks of the template, some in other typefaces
        if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.delete()


def set_style(document: Document, name: str, form: Form, look: Look) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    use_font(style, form, look)
    layout = style.paragraph_format
    layout.first_line_indent = Mm(look.indent_mm)
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.line_spacing = look.lines
    layout.alignment = ALIGN[look.align]
    return style


def use_font(style: ParagraphStyle, form: Form, look: Look) -> None:
    style.font.name = form.typeface
    style.font.size = Pt(look.size)
    style.font.bold, style.font.italic = look.bold, look.italic
    style.font.color.rgb = RGBColor.from_string(look.colour)
    properties = style.element.get_or_add_rPr()
    set_fonts(properties.find(qn("w:rFonts")), form.typeface)


def set_fonts(fonts: object, typeface: str) -> None:
    """Name the typeface for every script, or Vietnamese letters fall back to the theme's font."""
    attributes = fonts.attrib  # type: ignore[attr-defined]
    attributes.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        attributes[qn(f"w:{script}")] = typeface


def describe(document: Document, of: OfficialDocument) -> None:
    """Title and author in the file's properties; no trace of the template or of this machine's clock."""
    about = document.core_properties
    about.title = " ".join(filter(None, (of.kind, one_line(of.subject))))[:255]
    about.author = about.last_modified_by = one_line(of.issuer_in_prose or of.letterhead.issuer)[:255]
    about.subject = f"Số {one_line(of.letterhead.reference)}"[:255]
    about.comments, about.keywords, about.language = "", of.mark, of.form_data.language
    about.content_status = one_line(of.draft_mark)[:255]
    about.category = of.form  # which version of the form it was made with
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
        language.set(qn("w:val"), of.form_data.language)


def drop_thumbnail(document: Document) -> None:
    """The library's template carries a picture of its own first page."""
    links = document.part.package.rels
    for name in [name for name, link in links.items() if link.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del links[name]


def lay_out(section: Section, form: Form, *, landscape: bool = False, draft_mark: str = "") -> None:
    page = form.page
    upright = (Mm(page.width_mm), Mm(page.height_mm))
    section.page_width, section.page_height = reversed(upright) if landscape else upright
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(page.top_mm), Mm(page.bottom_mm)
    section.left_margin, section.right_margin = Mm(page.left_mm), Mm(page.right_mm)
    section.header_distance = section.footer_distance = Mm(page.header_mm)
    number_pages(section, form)
    if draft_mark:
        for place, header in enumerate((section.header, section.first_page_header)):
            watermark(header, one_line(draft_mark), form.typeface, name=f"draft{place}{int(landscape)}")


def number_pages(section: Section, form: Form) -> None:
    """Centred in the top margin, from 1, and not shown on the first page."""
    section.different_first_page_header_footer = True
    for header in (section.header, section.first_page_header):
        header.is_linked_to_previous = False
    for footer in (section.footer, section.first_page_footer):
        footer.is_linked_to_previous = False  # an annex does not carry the address at the foot of page one
    look = form.look("page_number")
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = ALIGN[look.align]
    paragraph.style.font.size = Pt(look.size)
    add_field(paragraph, "PAGE")
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    numbering = element("w:pgNumType", start=1)
    section._sectPr.insert_element_before(
        numbering, "w:cols", "w:formProt", "w:vAlign", "w:titlePg", "w:textDirection", "w:docGrid"
    )


def write_address(section: Section, form: Form, lines: tuple[str, ...]) -> None:
    """Address, telephone, e-mail at the foot of page one, under a line as wide as the text (ô 13)."""
    look = form.look("address")
    for place, line in enumerate(lines):
        footer = section.first_page_footer
        paragraph = footer.paragraphs[0] if place == 0 else footer.add_paragraph()
        if place == 0:
            border(paragraph, "top", space=2)
        put(paragraph, one_line(line), look)


def put(paragraph: WordParagraph, text: str, look: Look, *, as_typed: bool = False) -> Run:
    """A text set as its look says, in capitals where it asks for them unless it is `as_typed`; returns the run."""
    paragraph.alignment = ALIGN[look.align]
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    run = paragraph.add_run(text.upper() if look.capitals and not as_typed else text)
    run.bold, run.italic, run.font.size = look.bold, look.italic, Pt(look.size)
    if look.colour != "000000":
        run.font.color.rgb = RGBColor.from_string(look.colour)
    return run


def watermark(header: _Header, text: str, typeface: str, *, name: str) -> None:
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
        <v:textpath style="font-family:&quot;{typeface}&quot;;font-size:1pt" string={quoteattr(text)}/>
      </v:shape></w:pict></w:r>"""
    header.paragraphs[0]._p.append(parse_xml(shape))
