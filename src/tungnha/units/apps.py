from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "tungnha.units"
    label = "units"
    verbose_name = "Địa bàn, đơn vị, thành viên"
