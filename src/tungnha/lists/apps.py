from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "tungnha.lists"
    label = "lists"
    verbose_name = "Danh sách gửi đến"
