"""The kỳ đánh giá: authority, units, offices, council, calendar."""

from dossier.campaign.model import Body, Campaign, Office, Signer, Unit

__all__ = ["Body", "Campaign", "Office", "Signer", "Unit"]
