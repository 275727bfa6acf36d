from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "tungnha.reports"
    label = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from tungnha.outreach import figures
        from tungnha.reports.closing import place_figures

        figures.register(place_figures.of_places)
        from tungnha.progress.beside import below, reported
        from tungnha.reports import beside
        from tungnha.reports.below import adjusting, handing_round, parts, spoken, voices
        from tungnha.reports.sending import known
        from tungnha.reports.sending import spoken as of_unit

        reported.teller(beside.tell)
        below.tells(beside.tell_below, beside.awaited_below)
        parts.register("sent", handing_round.sent)
        parts.register("adjusting", adjusting.adjustments)
        known.register(voices.tell_unit)
        known.register(of_unit.tell_unit)
        known.register(of_unit.tell_team)
        parts.register("difficulties", voices.raised)
        parts.register("rumours", voices.heard)
        parts.register("official_app", voices.app_months)
        parts.register("told", spoken.told)
        parts.register("taught", spoken.taught)
        parts.register("active", spoken.active)
        parts.register("money", spoken.paid)
        parts.register("praised", spoken.praised)
