from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class FieldConfig(AppConfig):
    name = "tungnha.field"
    label = "field"
    verbose_name = "Đến nhà"

    def ready(self) -> None:
        from tungnha.field import about, seller_steps
        from tungnha.field.homes import activities
        from tungnha.field.homes import phone as homes
        from tungnha.field.leading import phone as leading
        from tungnha.field.schedule import phone as schedule
        from tungnha.field.sync import config, epochs, kinds, triggers
        from tungnha.ledger import informing
        from tungnha.people.operations import products
        from tungnha.people.register import about as person_page
        from tungnha.people.sellers import steps as told

        person_page.panel("field/_about_person.html", about.tell, order=20)
        told.register(seller_steps.Steps())
        informing.register(activities.Activities())
        if seller_steps.claim_on_sale not in products.ON_SALE_HOOKS:
            products.ON_SALE_HOOKS.append(seller_steps.claim_on_sale)
        kinds.lay()
        config.lay()
        homes.lay()
        leading.lay()
        schedule.lay()
        pre_migrate.connect(triggers.take_away, sender=self)
        post_migrate.connect(triggers.lay, sender=self)
        post_migrate.connect(epochs.lay_first, sender=self)
