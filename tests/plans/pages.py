"""Reads the forms of a page as a browser would send them."""

from html.parser import HTMLParser


class _Inputs(HTMLParser):
    def __init__(self):
        super().__init__()
        self.sent, self.area, self.select, self.options, self.text = {}, None, None, [], ""

    def add(self, name, value):
        self.sent.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "input" and at.get("name"):
            kind = at.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in at:
                    self.add(at["name"], at.get("value", "on"))
            elif kind != "file":
                self.add(at["name"], at.get("value") or "")
        elif tag == "textarea":
            self.area, self.text = at["name"], ""
        elif tag == "select":
            self.select, self.options = at["name"], []
        elif tag == "option" and self.select:
            self.options.append((at.get("value", ""), "selected" in at))

    def handle_data(self, data):
        if self.area:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.add(self.area, self.text.removeprefix("\r\n").removeprefix("\n").replace("\n", "\r\n"))
            self.area = None
        elif tag == "select" and self.select:
            chosen = [value for value, is_chosen in self.options if is_chosen]
            self.add(self.select, (chosen or [self.options[0][0]])[-1] if self.options else "")
            self.select = None


def inputs_of(response):
    """Name → values, as the page would send them unchanged."""
    parser = _Inputs()
    parser.feed(response.content.decode())
    return parser.sent
