from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "tungnha.reports"
    label = "reports"
    verbose_name = "Báo cáo"
