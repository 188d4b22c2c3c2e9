"""``SIP_hoso`` of Thông tư 05/2025/TT-BNV on E-ARK CSIP 2.0.4: one file of the year archive as a submission package."""

from dossier.archive.sip.check import check_sip, is_sip
from dossier.archive.sip.model import SipReport, WrittenSip
from dossier.archive.sip.rules import RULES
from dossier.archive.sip.write import write_sip

__all__ = ["RULES", "SipReport", "WrittenSip", "check_sip", "is_sip", "write_sip"]
