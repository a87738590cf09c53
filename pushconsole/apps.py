from django.contrib.admin.apps import SimpleAdminConfig


class ConsoleAdminConfig(SimpleAdminConfig):
    """Makes the console the default admin site. `campaigns.admin` registers its screens itself."""

    default_site = "campaigns.admin.site.console"
