"""Duties as they are lived (docs/decisions/0040-duties.md): who owes (`owing`), who is excused (`excusing`), when and
how units are reminded (`timing`, `ruling`, `reminding`, `notices`), what calendars show (`planning`, `feeds`), what
the rates are (`rates`, `rating`). Questions asked beside the plan stand in tungnha.reports.requests.
"""
