"""The provider's API at the root, and the sandbox's pages under /sandbox/."""

from django.urls import path

from campaigns.domain.provider.data_centres import PUSH_PATH

from .views import api, pages

app_name = "sandbox"

urlpatterns = [
    path(PUSH_PATH.removeprefix("/"), api.push, name="push"),
    path("user/tag/set.json", api.set_tags, name="set_tags"),
    path("user/tag/batch/set.json", api.batch_set_tags, name="batch_set_tags"),
    path("user/tags/get.json", api.get_tags, name="get_tags"),
    path("sandbox/", pages.app_list, name="index"),
    path("sandbox/phones/<int:app_id>/", pages.phone_list, name="phones"),
]
