from django.urls import path

from tungnha.people import views, views_import

urlpatterns = [
    path("nhan-khau/<int:pk>/", views.person, name="person"),
    path("ho/chuyen-thon/<int:pk>/", views_import.move, name="move-households"),
    path("ho/<int:pk>/", views.household, name="household"),
]
