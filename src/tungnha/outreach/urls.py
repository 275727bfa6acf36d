from django.urls import include, path

app_name = "outreach"
urlpatterns = [
    path("", include("tungnha.outreach.urls_campaign")),
    path("", include("tungnha.outreach.urls_materials")),
    path("", include("tungnha.outreach.urls_money")),
    path("", include("tungnha.outreach.urls_recognition")),
    path("", include("tungnha.outreach.urls_inspections")),
    path("", include("tungnha.outreach.urls_public")),
    path("", include("tungnha.outreach.urls_sites")),
    path("", include("tungnha.outreach.urls_offers")),
    path("", include("tungnha.outreach.urls_zalo")),
    path("", include("tungnha.outreach.urls_training")),
]
