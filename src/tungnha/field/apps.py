from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "tungnha.field"
    label = "field"
    verbose_name = "Đến nhà"
