from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "tungnha.plans"
    label = "plans"
    verbose_name = "Kế hoạch"
