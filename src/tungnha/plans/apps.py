from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "tungnha.plans"
    label = "plans"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        from tungnha.field.homes import wanted
        from tungnha.plans import household_targets

        wanted.register(household_targets.of_campaign)
