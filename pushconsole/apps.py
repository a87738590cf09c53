from django.contrib.admin.apps import SimpleAdminConfig


class ConsoleAdminConfig(SimpleAdminConfig):
    """Makes the console `django.contrib.admin.site`. `campaigns.admin` names its screens itself."""

    default_site = "campaigns.admin.site.ConsoleSite"
