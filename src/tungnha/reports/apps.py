from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "tungnha.reports"
    label = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from tungnha.progress.beside import reported
        from tungnha.reports import beside

        reported.teller(beside.tell)
