from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "tungnha.progress"
    label = "progress"
    verbose_name = "Tiến độ"
