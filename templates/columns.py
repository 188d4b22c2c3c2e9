"""The columns of the papers of authority and council: heading, width, field."""
# ruff: noqa: INP001 - a script

from templates.look import Column

RANK_COLUMNS = (
    Column("TT", 11, "number", centred=True),
    Column("Đơn vị", 60, "unit"),
    Column("Điểm tự chấm", 21, "self_points", centred=True),
    Column("Điểm thẩm định", 21, "appraised", centred=True),
    Column("Điểm điều tra xã hội học", 25, "survey", centred=True),
    Column("Tổng điểm", 20, "total", centred=True),
    Column("Chỉ số (%)", 20, "index", centred=True),
    Column("Xếp hạng", 16, "rank", centred=True),
    Column("Xếp loại", 22, "grade", centred=True),
    Column("Ghi chú", 36, "note"),
)
GRADE_COLUMNS = (
    Column("TT", 15, "number", centred=True),
    Column("Xếp loại", 45, "grade"),
    Column("Số lượng", 30, "count", centred=True),
    Column("Tỷ lệ (%)", 30, "share", centred=True),
    Column("Ghi chú", 35, "note"),
)
SPREAD_COLUMNS = (
    Column("TT", 12, "code", centred=True),
    Column("Lĩnh vực", 65, "title"),
    Column("Điểm tối đa", 20, "max", centred=True),
    Column("Cao nhất (%)", 19, "highest", centred=True),
    Column("Thấp nhất (%)", 20, "lowest", centred=True),
    Column("Trung bình (%)", 19, "mean", centred=True),
)
ROSTER_COLUMNS = (
    Column("TT", 11, "number", centred=True),
    Column("Họ và tên", 46, "name"),
    Column("Chức vụ", 58, "post"),
    Column("Chức danh", 40, "role"),
)
TASK_COLUMNS = (
    Column("TT", 11, "number", centred=True),
    Column("Cơ quan", 52, "body"),
    Column("Nội dung phụ trách", 92, "task"),
)
STEP_COLUMNS = (
    Column("TT", 11, "number", centred=True),
    Column("Nội dung công việc", 94, "title"),
    Column("Thời hạn", 50, "due"),
)
ASKED_COLUMNS = (
    Column("TT", 10, "number", centred=True),
    Column("Mã tiêu chí", 17, "code", centred=True),
    Column("Nội dung tiêu chí", 50, "title"),
    Column("Điểm tự chấm", 20, "points", centred=True),
    Column("Nội dung cần bổ sung, giải trình", 58, "asked"),
)
EXPLAINED_COLUMNS = (
    Column("TT", 11, "number", centred=True),
    Column("Mã tiêu chí", 18, "code", centred=True),
    Column("Nội dung tiêu chí", 60, "title"),
    Column("Yêu cầu", 55, "asked"),
    Column("Giải trình của đơn vị", 60, "explanation"),
    Column("Tài liệu bổ sung", 48, "evidence"),
)
VOTE_COLUMNS = (
    Column("TT", 10, "number", centred=True),
    Column("Nội dung biểu quyết", 59, "matter"),
    Column("Tổng số phiếu", 17, "total", centred=True),
    Column("Tán thành", 17, "agreed", centred=True),
    Column("Không tán thành", 17, "against", centred=True),
    Column("Ý kiến khác", 16, "other", centred=True),
    Column("Tỷ lệ tán thành (%)", 19, "share", centred=True),
)
APPRAISAL_COLUMNS = (
    Column("TT", 17, "code", centred=True),
    Column("Lĩnh vực, tiêu chí thành phần", 95, "title"),
    Column("Điểm tối đa", 18, "max", centred=True),
    Column("Điểm tự chấm", 20, "self_points", centred=True),
    Column("Điểm thẩm định", 20, "appraised", centred=True),
    Column("Chênh lệch", 20, "difference", centred=True),
    Column("Lý do", 62, "reason"),
)
AWARD_COLUMNS = (
    Column("TT", 12, "number", centred=True),
    Column("Đơn vị", 70, "unit"),
    Column("Chỉ số (%)", 24, "index", centred=True),
    Column("Xếp hạng", 22, "rank", centred=True),
    Column("Xếp loại", 28, "grade", centred=True),
    Column("Nội dung đề nghị", 96, "proposal"),
)
CHECK_COLUMNS = (
    Column("TT", 17, "code", centred=True),
    Column("Lĩnh vực, tiêu chí thành phần", 84, "title"),
    Column("Điểm tối đa", 18, "max", centred=True),
    Column("Tài liệu kiểm chứng cần có", 88, "proofs"),
    Column("Đã có", 14, "box", centred=True),
    Column("Ghi chú", 31, "note"),
)
AREA_COLUMNS = (
    Column("TT", 11, "code", centred=True),
    Column("Lĩnh vực", 62, "title"),
    Column("Điểm tối đa", 19, "max", centred=True),
    Column("Phần đơn vị tự chấm", 22, "self_max", centred=True),
    Column("Điểm tự chấm", 22, "points", centred=True),
    Column("Tỷ lệ (%)", 19, "percent", centred=True),
)
SCORE_COLUMNS = (
    Column("TT", 17, "code", centred=True),
    Column("Lĩnh vực, tiêu chí, tiêu chí thành phần", 76, "title"),
    Column("Điểm tối đa", 16, "max", centred=True),
    Column("Điểm tự chấm", 18, "points", centred=True),
    Column("Điểm thẩm định", 18, "appraised", centred=True),
    Column("Tài liệu kiểm chứng", 62, "evidence"),
    Column("Ghi chú, giải trình", 45, "note"),
)
INVENTORY_COLUMNS = (
    Column("STT", 10, "number", centred=True),
    Column("Mã tiêu chí", 16, "codes", centred=True),
    Column("Tên tài liệu (loại, trích yếu)", 43, "title"),
    Column("Số, ký hiệu", 25, "reference"),
    Column("Ngày ban hành", 19, "date", centred=True),
    Column("Cơ quan ban hành", 26, "issuer"),
    Column("Người ký", 19, "signer"),
    Column("Số trang", 12, "pages", centred=True),
    Column("Dạng", 15, "form", centred=True),
    Column("Tệp; SHA-256 (16 ký tự đầu)", 33, "file"),
    Column("Trang chứng minh", 14, "proof_pages", centred=True),
    Column("Ghi chú", 20, "note"),
)
UNUSED_COLUMNS = (
    Column("STT", 12, "number", centred=True),
    Column("Tệp", 92, "path"),
    Column("Dạng", 28, "form", centred=True),
    Column("SHA-256 (16 ký tự đầu)", 36, "sha256", centred=True),
    Column("Lý do", 84, "reason"),
)
