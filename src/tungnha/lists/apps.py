from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "tungnha.lists"
    label = "lists"
    verbose_name = "Danh sách gửi đến"

    def ready(self) -> None:
        from tungnha.lists.operations import handing
        from tungnha.lists.reviewing import about
        from tungnha.people.operations import exports
        from tungnha.people.register import about as person_page

        person_page.panel("lists/_about_person.html", about.tell, order=30)
        exports.after_deletion(handing.after_deletion)
