"""What a member must know: in the product, by e-mail, through the browser; a text for Zalo or SMS (decision 0051).

    from tungnha.units.notices import tell
    tell([member, …], key=f"session:{pk}:{sequence}", subject="…", words="…", url="/buoi-ho-tro/5/", until=…, at=…)

A notice names nobody and holds no figure about a person.
"""

from tungnha.units.notices.telling import tell

__all__ = ["tell"]
