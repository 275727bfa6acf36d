from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tungnha.web"
    label = "web"
    verbose_name = "Trang"

    def ready(self) -> None:
        # The two rooms do not know each other: here what one has reaches the phones of the other.
        from tungnha.field.sync import config
        from tungnha.outreach.operations.passing import held_on_phone
        from tungnha.outreach.queries.materials import for_phones
        from tungnha.web import voices_phones

        config.provide("materials", for_phones)
        config.when_held(held_on_phone)
        voices_phones.lay()
