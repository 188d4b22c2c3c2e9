"""The Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, accounts and jobs of one campaign."""

    name = "dossier.web"
    label = "web"
    verbose_name = "Dossier"
