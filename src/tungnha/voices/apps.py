from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "tungnha.voices"
    label = "voices"
    verbose_name = "Tiếng nói"
