"""Dossier: one year's determination of the Public Administration Reform Index (Chỉ số CCHC)."""

__version__ = "0.1.0"
