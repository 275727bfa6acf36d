from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tungnha.web"
    label = "web"
    verbose_name = "Trang"

    def ready(self) -> None:
        # The two rooms do not know each other: here what one has reaches the phones of the other.
        from tungnha.field.sync import config
        from tungnha.outreach.queries import for_phones

        config.provide("materials", for_phones)
