"""JSON Schema of a criteria set, for editors that complete and check YAML as it is typed."""

from __future__ import annotations

from typing import Any

from dossier.criteria.model import CriteriaSet

# One short line a key; ``Class.key`` where the same word means another thing in one place.
_KEYS = {
    "schema": "Phiên bản mẫu tệp, luôn là 1.",
    "id": "Mã của mục; mã con bắt đầu bằng mã mục chứa nó.",
    "version": "Lần sửa của tệp, từ 1.",
    "level": "Cấp áp dụng: tinh, so, huyen, xa.",
    "year": "Năm đánh giá.",
    "title": "Tên, viết như văn bản.",
    "issuer": "Cơ quan ban hành.",
    "Proof.issuer": "Ai phải ban hành: don_vi, cap_tren, bat_ky.",
    "source": "Đọc ở đâu.",
    "External.source": "Số liệu lấy từ đâu.",
    "completeness": "Đầy đủ tới đâu: full, sample (bộ mẫu), structure_only (chỉ có khung).",
    "legal_bases": "Các căn cứ, in vào văn bản.",
    "text": "Toàn văn một căn cứ.",
    "first": "Ngày đầu, tính cả ngày này.",
    "last": "Ngày cuối, tính cả ngày này.",
    "notes": "Điều cần biết về bộ tiêu chí: chỗ thiếu, chỗ mâu thuẫn, chỗ suy đoán.",
    "window": "Kỳ kiểm chứng: tài liệu có ngày trong khoảng này mới tính.",
    "parts": "Các phần của thang điểm.",
    "Parts.parts": "Các phần cộng điểm, mỗi phần một quy tắc.",
    "grades": "Các mức xếp loại, từ cao xuống thấp.",
    "name": "Tên mức xếp loại.",
    "layers": "Các văn bản hợp thành bộ: quyết định, hướng dẫn, đính chính; lớp sau đè lớp trước.",
    "frame": "Số lĩnh vực và tiêu chí, khi chưa có nội dung.",
    "areas": "Các lĩnh vực.",
    "Frame.areas": "Số lĩnh vực.",
    "Frame.criteria": "Số tiêu chí.",
    "items": "Các mục con: tiêu chí hoặc tiêu chí thành phần.",
    "max": "Điểm tối đa.",
    "office": "Mã cơ quan phụ trách thẩm định.",
    "rule": "Cách chấm.",
    "guidance": "Hướng dẫn ngắn cho người chấm.",
    "proofs": "Tài liệu kiểm chứng.",
    "not_applicable": "Khi nào được coi là không phát sinh.",
    "scored_by": "Ai cho điểm: tu_cham, tham_dinh, dieu_tra, nguon_khac.",
    "when": "Trường hợp không phát sinh.",
    "effect": "full: đạt điểm tối đa; exclude: không tính vào tổng điểm.",
    "needs_proof": "Không phát sinh cũng phải có tài liệu.",
    "carrier": "Dạng tài liệu: tep, giai_trinh, phu_luc_so_lieu, duong_dan, he_thong_khac, khong_can_tep.",
    "types": "Loại văn bản chấp nhận; để trống là loại nào cũng được.",
    "must": "Cụm từ đều phải có; «a | b» là có một trong hai.",
    "must_not": "Cụm từ không được có.",
    "issuer_names": "Tên cơ quan ban hành chấp nhận.",
    "period": "Xét năm theo: nam_noi_dung, ngay_ban_hanh, khong_xet.",
    "year_offset": "Cộng vào năm đánh giá khi xét theo năm nội dung; -1 là tài liệu năm trước.",
    "min_count": "Cần ít nhất mấy tài liệu khác nhau.",
    "one_of": "Tài liệu cùng nhóm thay được cho nhau.",
    "signed_copy": "Phải là bản đã ký.",
    "optional": "«Nếu có»: thiếu cũng không báo.",
    "due": "Trước ngày này thì chưa đến kỳ.",
    "kind": "Kiểu.",
    "date": "Ngày ban hành.",
    "fields": "Các khóa đọc từ văn bản này.",
    "changes": "Các giá trị mà văn bản này sửa.",
    "node": "Mã mục hoặc mã tài liệu được sửa.",
    "set": "Khóa và giá trị mới.",
    "reason": "Lý do.",
    "condition": "Điều kiện để có điểm.",
    "conditions": "Các điều kiện, phải đạt hết.",
    "points": "Số điểm.",
    "levels": "Các mức, từ tốt đến kém.",
    "state": "Tên mức.",
    "min": "Từ mức này trở lên (tính cả).",
    "numerator": "Tử số.",
    "denominator": "Mẫu số.",
    "bands": "Các mức tỷ lệ %, từ cao xuống thấp.",
    "floor": "Dưới tỷ lệ % này thì 0 điểm.",
    "cap": "Từ tỷ lệ % này thì điểm tối đa.",
    "measure": "Đếm hoặc đo cái gì.",
    "steps": "Các mức số lượng, từ cao xuống thấp.",
    "exemption": "Trường hợp vi phạm không bị trừ.",
    "increased": "Điểm khi tăng so với năm trước.",
    "equal": "Điểm khi bằng năm trước.",
    "decreased": "Điểm khi giảm so với năm trước.",
}


def criteria_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a set's file, its keys described in Vietnamese."""
    schema = CriteriaSet.model_json_schema(by_alias=True)
    for name, definition in [("CriteriaSet", schema), *schema["$defs"].items()]:
        # Docstrings are for programmers; an editor shows descriptions to the officer who types.
        definition.pop("description", None)
        for key, value in definition.get("properties", {}).items():
            value.pop("title", None)
            value["description"] = _KEYS.get(f"{name}.{key}") or _KEYS[key]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Bộ tiêu chí xác định Chỉ số cải cách hành chính",
        "description": "Cách viết: docs/bo-tieu-chi.md.",
    }
