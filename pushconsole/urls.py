from django.conf import settings
from django.urls import include, path

from campaigns.admin.site import site

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    *([path("", include("campaigns.sandbox.urls"))] if settings.SANDBOX else []),
    path("", site.urls),
]
"""The sandbox comes first: the admin's own last pattern catches everything."""
