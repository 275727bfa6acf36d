from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "tungnha.plans"
    label = "plans"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        from tungnha.field.homes import wanted
        from tungnha.field.sync import config
        from tungnha.outreach import known, proposals
        from tungnha.plans import contacts, household_targets, words_of_plan
        from tungnha.voices.operations import routing

        wanted.register(household_targets.of_campaign)
        proposals.register(words_of_plan.of_campaign)
        config.provide("contact", contacts.for_phones)
        routing.register_contact(contacts.body_of)
        known.tells_contact(contacts.of_campaign)
