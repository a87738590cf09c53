"""URLs of copies, tests, imports and templates, below the campaigns."""

from django.urls import URLPattern, path

from campaigns.admin.base import Wrap

from . import templates, views


def paths(wrap: Wrap) -> list[URLPattern]:
    """`wrap` is `AdminSite.admin_view`: it lets only staff who are signed in through."""
    return [
        path("import/", wrap(views.body_import), name="campaigns_campaign_import"),
        path("templates/", wrap(templates.template_list), name="campaigns_campaign_templates"),
        path(
            "templates/<int:pk>/", wrap(templates.template_use), name="campaigns_campaign_template"
        ),
        path(
            "templates/<int:pk>/delete/",
            wrap(templates.template_delete),
            name="campaigns_campaign_template_delete",
        ),
        path(
            "<int:pk>/save-template/",
            wrap(templates.template_save),
            name="campaigns_campaign_save_template",
        ),
        path(
            "<int:pk>/duplicate/",
            wrap(views.campaign_duplicate),
            name="campaigns_campaign_duplicate",
        ),
        path("<int:pk>/test/", wrap(views.campaign_test), name="campaigns_campaign_test"),
    ]
