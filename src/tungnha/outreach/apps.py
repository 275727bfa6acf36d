from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "tungnha.outreach"
    label = "outreach"
    verbose_name = "Tuyên truyền"
