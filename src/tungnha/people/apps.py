from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tungnha.people"
    label = "people"
    verbose_name = "Người, hộ"

    def ready(self) -> None:
        from tungnha.people import about_help, guarding, signals

        signals.connect()
        guarding.connect()
        about_help.connect()
