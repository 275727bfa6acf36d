from django.urls import path

from tungnha.outreach import views

app_name = "outreach"
urlpatterns = [
    path("tai-lieu/", views.index, name="materials"),
    path("tai-lieu/them/", views.write, name="material-new"),
    path("tai-lieu/bo-mau/", views.starters, name="material-starters"),
    path("tai-lieu/<int:pk>/", views.material, name="material"),
    path("tai-lieu/<int:pk>/sua/", views.write, name="material-change"),
    path("tai-lieu/<int:pk>/duyet/", views.approve, name="material-approve"),
    path("tai-lieu/<int:pk>/thoi-dung/", views.withdraw, name="material-withdraw"),
]
