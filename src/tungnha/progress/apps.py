from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ProgressConfig(AppConfig):
    name = "tungnha.progress"
    label = "progress"
    verbose_name = "Tiến độ"

    def ready(self) -> None:
        from tungnha.outreach import activity, figures
        from tungnha.progress import place_figures, team_work
        from tungnha.progress.tallies.triggers import STALE

        figures.register(place_figures.of_places)
        activity.register(team_work.done)
        pre_migrate.connect(STALE.take_away, sender=self)
        post_migrate.connect(STALE.lay, sender=self)
