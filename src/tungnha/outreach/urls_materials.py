from django.urls import path

from tungnha.outreach import views_addresses as addresses
from tungnha.outreach import views_materials as views

urlpatterns = [
    path("tai-lieu/", views.index, name="materials"),
    path("tai-lieu/them/", views.write, name="material-new"),
    path("tai-lieu/bo-mau/", views.starters, name="material-starters"),
    path("tai-lieu/<int:pk>/", views.material, name="material"),
    path("tai-lieu/<int:pk>/sua/", views.write, name="material-change"),
    path("tai-lieu/<int:pk>/duyet/", views.approve, name="material-approve"),
    path("tai-lieu/<int:pk>/thoi-dung/", views.withdraw, name="material-withdraw"),
    path("tai-lieu/<int:pk>/tep/<slug:purpose>/", views.file, name="material-file"),
    path("tai-lieu/<int:pk>/chuyen/", views.pass_on, name="material-pass-on"),
    path("tai-lieu/da-giao/<int:pk>/", views.on_paper, name="material-on-paper"),
    path("tai-lieu/dia-chi/", addresses.index, name="addresses"),
    path("tai-lieu/dia-chi/<int:pk>/", addresses.address, name="address"),
    path("tai-lieu/dia-chi/<int:pk>/in/", addresses.sheet, name="address-print"),
    path("tai-lieu/dia-chi/<int:pk>/them/", addresses.add_link, name="address-link-new"),
    path("tai-lieu/duong-dan/<int:pk>/", addresses.show_link, name="address-link"),
]
