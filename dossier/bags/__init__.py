"""BagIt bags (RFC 8493): written whole with two hashes in one read, verified to any depth, never unpacked.

The writer and reader are our own. ``bagit`` (bagit-python) moves the user's files into the bag in place, changes the
process's directory, reads only folders, and lets whitespace in ``bagit.txt``, twin names and unsafe names pass; the
tests run it as an independent judge of what we write.
"""

from dossier.bags.model import BagReport, Depth
from dossier.bags.profile import is_ours
from dossier.bags.rules import RULES
from dossier.bags.source import open_source
from dossier.bags.verify import verify_bag
from dossier.bags.write import Item, write_bag

__all__ = ["RULES", "BagReport", "Depth", "Item", "is_ours", "open_source", "verify_bag", "write_bag"]
