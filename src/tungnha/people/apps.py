from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tungnha.people"
    label = "people"
    verbose_name = "Người, hộ"

    def ready(self) -> None:
        from tungnha.people import signals
        from tungnha.people.protection import guarding
        from tungnha.people.register import about_help

        signals.connect()
        guarding.connect()
        about_help.connect()
