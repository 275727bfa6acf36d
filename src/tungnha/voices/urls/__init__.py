from django.urls import include, path

app_name = "voices"
urlpatterns = [
    path("kho-khan/", include("tungnha.voices.urls.difficulties")),
    path("phan-anh/", include("tungnha.voices.urls.feedback")),
    path("tin-don/", include("tungnha.voices.urls.rumours")),
    path("du-luan/", include("tungnha.voices.urls.opinions")),
]
