"""What everybody opens: short, printed on paper, never changed."""

from django.urls import path

from tungnha.outreach import views_public as views

urlpatterns = [
    path("xa/<slug:code>/tai-lieu/", views.of_commune, name="public-materials"),
    path("k/<str:code>/", views.plan, name="public-plan"),
    path("k/<str:code>/<int:pk>/", views.material, name="public-material"),
    path("k/<str:code>/<int:pk>/hinh.webp", views.picture, name="public-picture"),
    path("k/<str:code>/<int:pk>/tep", views.file, name="public-file"),
]
