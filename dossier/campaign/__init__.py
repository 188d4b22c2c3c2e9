"""The kỳ đánh giá: authority, units, offices, council, calendar."""

from dossier.campaign.load import find_campaign_faults, find_root, load_campaign
from dossier.campaign.model import Body, Campaign, Office, Unit
from dossier.campaign.paths import CampaignPaths

__all__ = [
    "Body",
    "Campaign",
    "CampaignPaths",
    "Office",
    "Unit",
    "find_campaign_faults",
    "find_root",
    "load_campaign",
]
