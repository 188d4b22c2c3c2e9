"""The requirements of E-ARK CSIP 2.0.4 on a METS file, numbered as CSIP numbers them. Pure.

Each is a place and a condition, both XPath: every element at the place must satisfy the condition. Where nothing lies
at the place, the requirement has nothing to say. What a METS file alone cannot show (files, sizes, checksums) is in
``check``. Not here, and named in docs/sip-hoso.md: what only permits (MAY), and the advice of CSIP8, 31 and 32.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from dossier.archive.sip.model import Level, Result, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

METS_NS = "http://www.loc.gov/METS/"
XLINK_NS = "http://www.w3.org/1999/xlink"
# Upper case in DILCIS: any other spelling is another namespace.
CSIP_NS = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
NAMESPACES = {"m": METS_NS, "x": XLINK_NS, "c": CSIP_NS}
# The values of METS for MDTYPE and CHECKSUMTYPE, of CSIP for the kind of package.
_PACKAGES = ("SIP", "AIP", "DIP", "AIU", "AIC")
_CHECKSUMS = ("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement.

    Attributes:
        title: Vietnamese.
        place: XPath of the elements it speaks of.
        test: XPath condition on each of them.
    """

    id: str
    level: Level
    title: str
    place: str
    test: str


def _must(number: int, title: str, place: str, test: str) -> Requirement:
    return Requirement(f"CSIP{number}", Level.MUST, title, place, test)


def _should(number: int, title: str, place: str, test: str) -> Requirement:
    return Requirement(f"CSIP{number}", Level.SHOULD, title, place, test)


def _one_of(attribute: str, values: tuple[str, ...]) -> str:
    return " or ".join(f"{attribute}='{value}'" for value in values)


def _section(identifier: int, status: int, name: str, place: str) -> tuple[Requirement, ...]:
    """A section that refers to a metadata file, by the numbers of its ID and STATUS; the rest follows them."""
    reference = f"{place}/m:mdRef"
    return (
        _must(identifier, f"{name} có ID", place, "@ID"),
        _should(status, f"{name} ghi trạng thái", place, "@STATUS"),
        _should(status + 1, f"{name} trỏ tới tệp", place, "m:mdRef"),
        _must(status + 2, "Kiểu địa chỉ là URL", reference, "@LOCTYPE='URL'"),
        _must(status + 3, "Kiểu liên kết là simple", reference, "@x:type='simple'"),
        _must(status + 4, "Có địa chỉ tệp", reference, "@x:href!=''"),
        _must(status + 5, "Có loại siêu dữ liệu", reference, "@MDTYPE!='' and (@MDTYPE!='OTHER' or @OTHERMDTYPE!='')"),
        _must(status + 6, "Có kiểu MIME", reference, "@MIMETYPE!=''"),
        _must(status + 7, "Có dung lượng", reference, "number(@SIZE)>=0"),
        _must(status + 8, "Có ngày lập tệp", reference, "@CREATED!=''"),
        _must(status + 9, "Có mã kiểm tra", reference, "@CHECKSUM!=''"),
        _must(status + 10, "Có thuật toán mã kiểm tra", reference, _one_of("@CHECKSUMTYPE", _CHECKSUMS)),
    )


def _division(numbers: tuple[int, int, int, int, int], label: str, use: str) -> tuple[Requirement, ...]:
    """A part of the structural map that stands for the file groups of one use."""
    division, identifier, named, pointer, target = numbers
    place = f"{_MAIN}/m:div[@LABEL='{label}']"
    groups = f"//m:fileGrp[@USE='{use}']"
    return (
        _should(division, f"Bản đồ cấu trúc có phần {label}", f"{_MAIN}[{groups}]", f"m:div[@LABEL='{label}']"),
        _must(identifier, f"Phần {label} có ID", place, "@ID"),
        _must(named, f"Phần {label} mang đúng nhãn", place, f"@LABEL='{label}'"),
        _must(pointer, f"Phần {label} trỏ tới nhóm tệp", place, "m:fptr"),
        _must(target, f"Phần {label} trỏ đúng nhóm tệp {use}", f"{place}/m:fptr", f"@FILEID={groups}/@ID"),
    )


_HEADER, _AGENT = "/m:mets/m:metsHdr", "/m:mets/m:metsHdr/m:agent[@ROLE='CREATOR' and @OTHERTYPE='SOFTWARE']"
_FILES, _MAP = "/m:mets/m:fileSec", "/m:mets/m:structMap[@LABEL='CSIP']"
_MAIN, _GROUP, _FILE = f"{_MAP}/m:div", f"{_FILES}//m:fileGrp", f"{_FILES}//m:file"
_LOCATION = f"{_FILE}/m:FLocat"
_REPRESENTATION = f"{_MAIN}/m:div[starts-with(@LABEL,'Representations/')]"
_POINTER = f"{_REPRESENTATION}/m:mptr"

_ROOT = (
    _must(1, "Gói có mã định danh", "/m:mets", "@OBJID!=''"),
    _must(2, "Gói có loại nội dung", "/m:mets", "@TYPE!=''"),
    _should(3, "Loại nội dung khác được ghi rõ", "/m:mets[@TYPE='OTHER']", "@c:OTHERTYPE!=''"),
    _should(4, "Có quy cách loại thông tin", "/m:mets", "@c:CONTENTINFORMATIONTYPE!=''"),
    _must(6, "Có địa chỉ hồ sơ METS", "/m:mets", "contains(@PROFILE,'http')"),
    _must(117, "Có phần đầu gói", "/m:mets", "count(m:metsHdr)=1"),
    _must(7, "Có ngày lập gói", _HEADER, "@CREATEDATE!=''"),
    _must(9, "Có loại gói OAIS (thuộc tính của CSIP)", _HEADER, _one_of("@c:OAISPACKAGETYPE", _PACKAGES)),
    _must(10, "Có tác nhân lập gói", _HEADER, "m:agent"),
    _must(11, "Tác nhân lập gói có vai trò CREATOR", _HEADER, "m:agent[@OTHERTYPE='SOFTWARE']/@ROLE='CREATOR'"),
    _must(12, "Tác nhân lập gói có loại OTHER", _AGENT, "@TYPE='OTHER'"),
    _must(13, "Tác nhân lập gói là phần mềm", _HEADER, "m:agent[@ROLE='CREATOR']/@OTHERTYPE='SOFTWARE'"),
    _must(14, "Có tên phần mềm", _AGENT, "m:name!=''"),
    _must(15, "Có phiên bản phần mềm", _AGENT, "m:note!=''"),
    _must(16, "Phiên bản phần mềm ghi đúng loại", _AGENT, "m:note/@c:NOTETYPE='SOFTWARE VERSION'"),
)
_METADATA = (
    _should(
        17, "Gói có dữ liệu đặc tả", f"/m:mets[{_FILES}/m:fileGrp[starts-with(@USE,'Representations')]]", "m:dmdSec"
    ),
    *_section(18, 20, "Dữ liệu đặc tả", "/m:mets/m:dmdSec"),
    _must(19, "Dữ liệu đặc tả có ngày lập", "/m:mets/m:dmdSec", "@CREATED!=''"),
    *_section(33, 34, "Dữ liệu bảo quản", "/m:mets/m:amdSec/m:digiprovMD"),
    *_section(46, 47, "Dữ liệu về quyền", "/m:mets/m:amdSec/m:rightsMD"),
)
_FILE_SECTION = (
    _should(58, "Có danh sách tệp", "/m:mets", "m:fileSec"),
    _must(59, "Danh sách tệp có ID", _FILES, "@ID"),
    _must(
        60, "Có nhóm tệp Documentation", f"{_FILES}[//m:div[@LABEL='Documentation']]", "m:fileGrp/@USE='Documentation'"
    ),
    _must(113, "Có nhóm tệp Schemas", f"{_FILES}[//m:div[@LABEL='Schemas']]", "m:fileGrp/@USE='Schemas'"),
    _must(114, "Có nhóm tệp nội dung", _FILES, "m:fileGrp[starts-with(@USE,'Representations') or @USE='Data']"),
    _should(
        62, "Nhóm nội dung có quy cách", f"{_GROUP}[starts-with(@USE,'Representations')]", "@c:CONTENTINFORMATIONTYPE"
    ),
    _must(64, "Nhóm tệp ghi công dụng", _GROUP, "@USE!=''"),
    _must(65, "Nhóm tệp có ID", _GROUP, "@ID"),
    _must(66, "Nhóm tệp có tệp", _GROUP, "m:file"),
    _must(67, "Tệp có ID", _FILE, "@ID"),
    _must(68, "Tệp có kiểu MIME", _FILE, "@MIMETYPE!=''"),
    _must(69, "Tệp có dung lượng", _FILE, "number(@SIZE)>=0"),
    _must(70, "Tệp có ngày lập", _FILE, "@CREATED!=''"),
    _must(71, "Tệp có mã kiểm tra", _FILE, "@CHECKSUM!=''"),
    _must(72, "Tệp có thuật toán mã kiểm tra", _FILE, _one_of("@CHECKSUMTYPE", _CHECKSUMS)),
    _must(76, "Tệp có nơi lưu", _FILE, "count(m:FLocat)=1"),
    _must(77, "Kiểu địa chỉ là URL", _LOCATION, "@LOCTYPE='URL'"),
    _must(78, "Kiểu liên kết là simple", _LOCATION, "@x:type='simple'"),
    _must(79, "Có địa chỉ tệp", _LOCATION, "@x:href!=''"),
)
_STRUCTURE = (
    _must(80, "Có bản đồ cấu trúc", "/m:mets", "m:structMap"),
    _must(81, "Bản đồ cấu trúc là PHYSICAL", _MAP, "@TYPE='PHYSICAL'"),
    _must(82, "Có đúng một bản đồ mang nhãn CSIP", "/m:mets", "count(m:structMap[@LABEL='CSIP'])=1"),
    _must(83, "Bản đồ cấu trúc có ID", _MAP, "@ID"),
    _must(84, "Bản đồ có một phần chính", _MAP, "count(m:div)=1"),
    _must(85, "Phần chính có ID", _MAIN, "@ID"),
    _must(86, "Nhãn phần chính trùng mã gói", _MAIN, "@LABEL=/m:mets/@OBJID"),
    _must(88, "Có phần Metadata", _MAIN, "count(m:div[@LABEL='Metadata'])=1"),
    _must(89, "Phần Metadata có ID", f"{_MAIN}/m:div[@LABEL='Metadata']", "@ID"),
    _must(90, "Phần Metadata mang đúng nhãn", _MAIN, "m:div/@LABEL='Metadata'"),
    _should(91, "Phần Metadata trỏ dữ liệu quản trị", f"{_MAIN}[//m:digiprovMD]/m:div[@LABEL='Metadata']", "@ADMID"),
    _should(92, "Phần Metadata trỏ đủ dữ liệu đặc tả", f"{_MAIN}[//m:dmdSec]/m:div[@LABEL='Metadata']",
            "not(//m:dmdSec[not(contains(concat(' ',//m:div[@LABEL='Metadata']/@DMDID,' '),concat(' ',@ID,' ')))])"),
    *_division((93, 94, 95, 96, 116), "Documentation", "Documentation"),
    *_division((97, 98, 99, 100, 118), "Schemas", "Schemas"),
    *_division((101, 102, 103, 104, 119), "Representations", "Representations"),
    _should(105, "Mỗi thể hiện có một phần", f"{_GROUP}[starts-with(@USE,'Representations/')]",
            "@USE=//m:structMap[@LABEL='CSIP']/m:div/m:div/@LABEL"),
    _must(106, "Phần thể hiện có ID", _REPRESENTATION, "@ID"),
    _must(107, "Nhãn phần thể hiện trùng nhóm tệp", _REPRESENTATION, "@LABEL=//m:fileGrp/@USE"),
    _must(108, "Phần thể hiện trỏ đúng nhóm tệp", _POINTER, "@x:title=//m:fileGrp/@ID"),
    _must(109, "Phần thể hiện trỏ tới một METS.xml", _REPRESENTATION, "count(m:mptr)=1"),
    _must(110, "Có địa chỉ METS.xml của thể hiện", _POINTER, "@x:href=//m:FLocat/@x:href"),
    _must(111, "Kiểu liên kết là simple", _POINTER, "@x:type='simple'"),
    _must(112, "Kiểu địa chỉ là URL", _POINTER, "@LOCTYPE='URL'"),
)  # fmt: skip
REQUIREMENTS: tuple[Requirement, ...] = (*_ROOT, *_METADATA, *_FILE_SECTION, *_STRUCTURE)


def find_elements(root: _Element, place: str) -> list[_Element]:
    """The elements at an XPath of METS (``m:``), XLink (``x:``) and CSIP (``c:``)."""
    return cast("list[_Element]", root.xpath(place, namespaces=NAMESPACES))


def judge_mets(root: _Element, mets: str) -> Iterator[Result]:
    """Every requirement on one METS file; ``mets`` is its path in the package."""
    for item in REQUIREMENTS:
        places = find_elements(root, item.place)
        held = all(place.xpath(f"boolean({item.test})", namespaces=NAMESPACES) for place in places)
        state = State.ABSENT if not places else State.MET if held else State.BROKEN
        yield Result(item.id, item.level, item.title, mets, state)
