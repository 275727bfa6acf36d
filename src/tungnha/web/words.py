"""The words of a state and the tone they are shown in, said once for every page."""

#: code → (word, tone, icon). Tones: ok, info, warn, problem, calm.
STATUS = {
    "due": ("Đến hạn", "warn", "clock"),
    "upcoming": ("Chưa đến hạn", "calm", "calendar"),
    "sent": ("Đã gửi", "ok", "check"),
    "late": ("Gửi muộn", "problem", "clock"),
    "missing": ("Chưa gửi", "problem", "warn"),
    "overdue": ("Quá hạn", "problem", "warn"),
    "draft": ("Bản nháp", "calm", "edit"),
    "accepted": ("Đã nhận", "ok", "check"),
    "returned": ("Trả lại để sửa", "warn", "left"),
    "locked": ("Đã khóa", "calm", "lock"),
    "reached": ("Đạt", "ok", "check"),
    "on_path": ("Đúng tiến độ", "info", "path"),
    "behind": ("Chậm", "warn", "down"),
    "far": ("Chậm nhiều", "problem", "down"),
    "ask": ("Cần hỏi", "warn", "question"),
    "no_data": ("Chưa có số liệu", "calm", "minus"),
    "no_due": ("Chưa có hạn", "calm", "question"),
    "no_level": ("Chưa nêu mức", "warn", "question"),
    "watched": ("Theo dõi", "calm", "eye"),
    "new": ("Chưa nhận", "calm", "minus"),
    "taken": ("Đã nhận", "info", "check"),
    "doing": ("Đang làm", "info", "path"),
    "done": ("Xong, chờ xác nhận", "info", "check"),
    "confirmed": ("Đã xác nhận", "ok", "check"),
    "always": ("Thường xuyên", "calm", "sync"),
    "first": ("Ưu tiên hỗ trợ", "info", "people"),
    "contested": ("Cần xem lại", "warn", "question"),
    "waiting": ("Chờ gửi", "warn", "sync"),
    "expired": ("Hết hạn", "problem", "clock"),
}

TONE_ICON = {"info": "info", "ok": "check", "warn": "warn", "problem": "problem", "calm": "info"}

#: What Django's message levels become on our pages.
MESSAGE_TONE = {"debug": "calm", "info": "info", "success": "ok", "warning": "warn", "error": "problem"}
