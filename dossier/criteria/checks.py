"""The numbered checks of a criteria set, and the walk that gives every node its place in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.criteria.model import Area, Criterion, Leaf
from dossier.criteria.proofs import Window
from dossier.problems import CheckRule, Severity, Where
from dossier.yamlfile import Loc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.criteria.model import CriteriaSet, Node
    from dossier.problems import Problem
    from dossier.yamlfile import YamlDocument

_PAGE = "docs/bo-tieu-chi.md"
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

NODE_SUM = CheckRule(
    "CRI01",
    _ERROR,
    "Điểm của mục bằng tổng điểm các mục con",
    _PAGE,
    "Đối chiếu điểm tối đa với văn bản ban hành.",
)
PART_SUM = CheckRule(
    "CRI02",
    _ERROR,
    "Điểm của các phần bằng tổng điểm các lĩnh vực",
    _PAGE,
    "Đối chiếu điểm của từng phần (parts) với các lĩnh vực.",
)
DUPLICATE = CheckRule("CRI03", _ERROR, "Mã không trùng", _PAGE, "Đặt mã khác cho một trong hai mục.")
PREFIX = CheckRule(
    "CRI04", _ERROR, "Mã của mục con bắt đầu bằng mã của mục chứa nó", _PAGE, "Sửa mã, hoặc chuyển mục về đúng chỗ."
)
DEAD_BAND = CheckRule("CRI05", _ERROR, "Mức điểm nào cũng có thể đạt", _PAGE, "Xếp mức từ cao xuống thấp, bỏ mức thừa.")
NO_LOWEST = CheckRule(
    "CRI06", _ERROR, "Thang điểm có mức thấp nhất từ 0", _PAGE, "Thêm mức {min: 0, points: …} ở cuối."
)
OVER_MAX = CheckRule(
    "CRI07", _ERROR, "Điểm của quy tắc không vượt điểm tối đa", _PAGE, "Sửa points hoặc max cho khớp văn bản."
)
UNDER_MAX = CheckRule(
    "CRI08",
    _WARNING,
    "Mức cao nhất của quy tắc bằng điểm tối đa",
    _PAGE,
    "Sửa points hoặc max; nếu văn bản đúng như vậy thì ghi vào notes.",
)
POINT_ORDER = CheckRule("CRI09", _ERROR, "Điểm của các mức đi theo một chiều", _PAGE, "Xếp lại các mức, hoặc sửa điểm.")
FLOOR_CAP = CheckRule(
    "CRI10", _ERROR, "Ngưỡng dưới nhỏ hơn ngưỡng đạt tối đa", _PAGE, "Sửa floor hoặc cap (tính bằng %)."
)
NO_PROOF = CheckRule(
    "CRI11",
    _ERROR,
    "Tiêu chí tự chấm có tài liệu kiểm chứng hoặc giải trình",
    _PAGE,
    "Thêm proofs; nếu không cần tệp thì ghi carrier: khong_can_tep.",
)
OFFICE = CheckRule(
    "CRI12", _ERROR, "Mã cơ quan phụ trách đúng dạng", _PAGE, "Dùng chữ thường không dấu, số và gạch nối: noi-vu."
)
WINDOW = CheckRule("CRI13", _ERROR, "Khoảng ngày có đầu trước cuối", _PAGE, "Đổi lại first và last.")
DUE = CheckRule(
    "CRI14",
    _ERROR,
    "Ngày đến kỳ nằm từ đầu kỳ kiểm chứng đến hết năm sau",
    _PAGE,
    "Sửa due, hoặc bỏ khóa này nếu tài liệu luôn phải có.",
)
PHRASE = CheckRule(
    "CRI15", _ERROR, "Cụm từ bắt buộc và cụm từ loại trừ dùng được", _PAGE, "Bỏ cụm từ trống hoặc mâu thuẫn."
)
DOC_TYPE = CheckRule(
    "CRI16",
    _ERROR,
    "Loại văn bản có trong danh sách",
    "Nghị định 30/2020/NĐ-CP, Điều 7",
    "Dùng tên loại của Nghị định 30; loại khác thì để types trống và dùng must.",
)
SELF_SCORED = CheckRule(
    "CRI17",
    _ERROR,
    "Điểm do nơi khác cho thì đơn vị không tự chấm",
    _PAGE,
    "Ghi scored_by: nguon_khac, tham_dinh hoặc dieu_tra.",
)
COMPLETENESS = CheckRule(
    "CRI18",
    _ERROR,
    "Nội dung đúng với mức độ đầy đủ đã ghi",
    _PAGE,
    "Sửa completeness, hoặc thêm/bớt areas và frame.",
)
SAMPLE = CheckRule(
    "CRI19",
    _ERROR,
    "Bộ mẫu không mang danh bộ chính thức",
    "Quyết định 52/2019/QĐ-UBND tỉnh Hà Tĩnh chưa lấy được phụ lục",
    "Ghi chữ «mẫu» trong title và không dẫn Quyết định 52/2019/QĐ-UBND làm căn cứ.",
)
GRADES = CheckRule("CRI20", _ERROR, "Các mức xếp loại giảm dần đến 0", _PAGE, "Xếp từ cao xuống thấp, mức cuối min: 0.")
CHANGE = CheckRule(
    "CRI21",
    _ERROR,
    "Thay đổi trong lớp văn bản và mục loại ra trỏ đúng mục và khóa",
    _PAGE,
    "Sửa mã mục (node) hoặc tên khóa trong set.",
)
LONE_CHOICE = CheckRule(
    "CRI22",
    _WARNING,
    "Nhóm tài liệu thay thế (one_of) có từ hai tài liệu",
    _PAGE,
    "Kiểm tra chính tả của one_of, hoặc bỏ khóa này.",
)

RULES = (
    NODE_SUM,
    PART_SUM,
    DUPLICATE,
    PREFIX,
    DEAD_BAND,
    NO_LOWEST,
    OVER_MAX,
    UNDER_MAX,
    POINT_ORDER,
    FLOOR_CAP,
    NO_PROOF,
    OFFICE,
    WINDOW,
    DUE,
    PHRASE,
    DOC_TYPE,
    SELF_SCORED,
    COMPLETENESS,
    SAMPLE,
    GRADES,
    CHANGE,
    LONE_CHOICE,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding before its line is looked up.

    Attributes:
        node: code of the node it is about; empty for the header.
    """

    rule: CheckRule
    loc: Loc
    message: str
    node: str = ""

    def in_file(self, document: YamlDocument) -> Problem:
        """The finding with file and line."""
        where = Where(path=str(document.path), line=document.line(self.loc), node=self.node)
        return self.rule.at(where, self.message)


@dataclass(frozen=True, slots=True)
class Spot:
    """A node and where it stands.

    Attributes:
        parent: id of the node around it; empty for an area.
        window: its evidence window, inherited when it has none of its own; None when no one states any.
        covered: a node above it has proofs.
    """

    loc: Loc
    node: Area | Criterion | Leaf
    parent: str
    window: Window | None
    covered: bool

    def fault(self, rule: CheckRule, message: str, *keys: str | int) -> Fault:
        """A finding about this node, at one of its keys."""
        return Fault(rule, (*self.loc, *keys), message, self.node.id)


def walk(criteria: CriteriaSet) -> Iterator[Spot]:
    """Every area, criterion and leaf in order of the file."""
    for index, area in enumerate(criteria.areas):
        spot = Spot(("areas", index), area, "", criteria.window, covered=False)
        yield spot
        yield from _below(spot, area.items)


def _below(above: Spot, items: tuple[Node, ...]) -> Iterator[Spot]:
    covered = above.covered or (isinstance(above.node, Criterion) and bool(above.node.proofs))
    for index, node in enumerate(items):
        loc = (*above.loc, "items", index)
        spot = Spot(loc, node, above.node.id, node.window or above.window, covered)
        yield spot
        if isinstance(node, Criterion):
            yield from _below(spot, node.items)
