from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tungnha.web"
    label = "web"
    verbose_name = "Trang"
