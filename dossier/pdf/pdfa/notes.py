"""What PDF/A-2 asks of annotations and actions (ISO 19005-2, 6.3 and 6.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Stream

from dossier.pdf.pdfa.content import entries
from dossier.pdf.pdfa.rules import ACTION, ANNOTATION, FORM, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

PRINT = 4
# Invisible, hidden, no view, toggle no view.
UNSEEN = 1 | 2 | 32 | 256
# Kinds that need no appearance stream of their own.
BARE = {"/Link", "/Popup"}
KINDS = {
    *("/Text", "/Link", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight"),
    *("/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/FileAttachment"),
    *("/Widget", "/PrinterMark", "/TrapNet", "/Watermark", "/Redact"),
}
ACTIONS = {"/GoTo", "/GoToR", "/GoToE", "/Thread", "/URI", "/Named", "/SubmitForm"}
_PAGE_TURNS = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}
_OUTLINE_LIMIT = 100_000


def is_allowed(action: object) -> bool:
    """Whether an action, and those it leads to, only go to places."""
    if not isinstance(action, Dictionary):
        return isinstance(action, Array)  # a destination
    kind = str(action.get("/S"))
    if kind not in ACTIONS or (kind == "/Named" and str(action.get("/N")) not in _PAGE_TURNS):
        return False
    following = action.get("/Next")
    chain = [following] if isinstance(following, Dictionary) else entries(following)
    return all(str(step.get("/S")) in ACTIONS for step in chain)


def find_note_faults(page: pikepdf.Object) -> Iterator[Fault]:
    """The annotations and actions of one page."""
    if "/AA" in page:
        yield Fault(ACTION, "trang có lệnh tự chạy")
    if "/PresSteps" in page:
        yield Fault(ACTION, "trang có hiệu ứng trình chiếu")
    for note in entries(page.get("/Annots")):
        kind = str(note.get("/Subtype"))
        if kind not in KINDS:
            yield Fault(ANNOTATION, f"ghi chú loại {kind.removeprefix('/')} không được phép")
            continue
        yield from _flag_faults(note, kind)
        yield from _appearance_faults(note, kind)
        if "/AA" in note:
            yield Fault(FORM if kind == "/Widget" else ACTION, "ghi chú có lệnh tự chạy")
        if "/A" in note and (kind == "/Widget" or not is_allowed(note["/A"])):
            yield Fault(FORM if kind == "/Widget" else ACTION, "ghi chú có lệnh không được phép")


def _flag_faults(note: pikepdf.Object, kind: str) -> Iterator[Fault]:
    if kind == "/Popup":
        return
    flags = int(note.get("/F", 0))
    if not flags & PRINT or flags & UNSEEN:
        yield Fault(ANNOTATION, "ghi chú ẩn hoặc không in ra")


def _appearance_faults(note: pikepdf.Object, kind: str) -> Iterator[Fault]:
    appearance = note.get("/AP")
    if appearance is None:
        rectangle = note.get("/Rect", Array())
        is_flat = len(rectangle) == 4 and rectangle[0] == rectangle[2] and rectangle[1] == rectangle[3]  # noqa: PLR2004
        if kind not in BARE and not is_flat:
            yield Fault(ANNOTATION, "ghi chú không có hình vẽ sẵn")
        return
    normal = appearance.get("/N")
    is_button = note.get("/FT") == Name.Btn or note.get("/Parent", Dictionary()).get("/FT") == Name.Btn
    wanted = Dictionary if kind == "/Widget" and is_button else Stream
    if set(appearance.keys()) != {"/N"} or not isinstance(normal, wanted):
        yield Fault(ANNOTATION, "hình vẽ của ghi chú không đúng dạng")


def find_action_faults(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """The actions of the document and of its outline."""
    root = pdf.Root
    if "/AA" in root or ("/OpenAction" in root and not is_allowed(root.OpenAction)):
        yield Fault(ACTION, "tài liệu có lệnh tự chạy khi mở")
    names = root.get("/Names")
    if isinstance(names, Dictionary) and "/JavaScript" in names:
        yield Fault(ACTION, "tài liệu có mã JavaScript")
    if any("/A" in item and not is_allowed(item["/A"]) for item in _outline_items(root)):
        yield Fault(ACTION, "dấu trang có lệnh không được phép")


def _outline_items(root: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every item of the outline; a loop ends at its first return."""
    waiting = [root.get("/Outlines")]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < _OUTLINE_LIMIT:
        item = waiting.pop()
        if not isinstance(item, Dictionary) or (item.is_indirect and item.objgen in seen):
            continue
        seen.add(item.objgen)
        yield item
        waiting += [item.get("/Next"), item.get("/First")]
