"""Validation: one numbered, versioned rule set, run alike by sender and receiver. Pure."""

from dossier.validation.model import Stage, State, Subject, ValidationReport
from dossier.validation.rules import RULES, VERSION
from dossier.validation.run import report_json, validate

__all__ = ["RULES", "VERSION", "Stage", "State", "Subject", "ValidationReport", "report_json", "validate"]
