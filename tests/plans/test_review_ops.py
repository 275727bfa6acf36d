"""The changes of a review as rules: played, undone, told apart between two officers. No database."""

import copy

import pytest

from tungnha.plans import review_ops
from tungnha.plans.review_asks import addition, alike, answering, merging, offered_parts, place_of, splitting
from tungnha.plans.review_ops import Change, ItemGone, active, closed, find, in_the_way, opened, play, since, touched_by
from tungnha.units.problems import BadInput

TEXT = """I. MỤC TIÊU
- 90% hộ dân thôn Trên có tài khoản và 75% hộ dân thôn Dưới có tài khoản.
- 90% hộ dân thôn Trên mở tài khoản.
II. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế, Phòng Văn hóa
- Hướng dẫn các thôn.
Hằng tháng, trước ngày 20, báo cáo kết quả về UBND xã.
Nơi nhận:
- Đảng ủy;
- Các thôn."""


NINETY = {"value": 90, "unit": "%", "comparator": "=", "role": "target"}


def row_of(words, **more):
    at = TEXT.index(words)
    return {"quote": words, "span": [at, at + len(words)], "confidence": 0.8, **more}


def a_draft(**more):
    both = "90% hộ dân thôn Trên có tài khoản và 75% hộ dân thôn Dưới có tài khoản"
    again = "90% hộ dân thôn Trên mở tài khoản"
    return {
        "year": 2026,
        "targets": [
            row_of(both, text=both, population="hộ dân thôn Trên", due=None, **NINETY),
            row_of(again, text=again, population="hộ dân", due="2026-12-31", **NINETY),
        ],
        "assignments": [
            row_of(
                "Phòng Kinh tế, Phòng Văn hóa", unit="Phòng Kinh tế, Phòng Văn hóa", duties=["Hướng dẫn các thôn."],
                duty_spans=[[TEXT.index("Hướng"), TEXT.index("Hướng") + 19]], n_duties=1,
                split=["Phòng Kinh tế", "Phòng Văn hóa"], organisations=["1"],
            )
        ],
        "questions": [
            {
                "text": "Hạn nào?", "about": ["targets.0"],
                "options": ["để trống", {"text": "31/12/2026", "path": "targets.0.due", "value": "2026-12-31"}],
            }
        ],
        "recipients": [row_of("Đảng ủy", text="Đảng ủy")],
        "contact": None,
        "khóa lạ": {"giữ": 1},
        **more,
    }  # fmt: skip


def log_of(*operations):
    return [Change(n, operation, touched_by(operation)) for n, operation in enumerate(operations, 1)]


def after(*operations, draft=None):
    return play(opened(draft or a_draft()), log_of(*operations))


def ids(content, key="targets"):
    return [row["id"] for row in content[key]]


# --- opening ---------------------------------------------------------------------------------------------------------


def test_every_row_has_an_id_and_questions_speak_of_ids():
    made = opened(a_draft())
    assert ids(made) == ["targets-0", "targets-1"]
    assert made["questions"][0]["about"] == ["targets-0"]
    assert made["questions"][0]["options"][1] == {
        "text": "31/12/2026", "changes": [{"item": "targets-0", "field": "due", "value": "2026-12-31"}],
    }  # fmt: skip
    assert made["contact"] == {"id": "contact-0"}


def test_ids_stay_through_a_numbered_draft_and_are_never_used_twice():
    first = after({"do": "drop", "item": "targets-0"})
    again = opened(closed(first))
    assert ids(again) == ["targets-1"]
    assert again["questions"][0]["about"] == ["targets-0"]
    added = addition(again, TEXT, "targets", "", None)
    assert added["rows"] == [{"id": "targets-2"}]


def test_closing_an_opened_draft_gives_the_draft_with_ids():
    draft = a_draft()
    made = closed(opened(draft))
    assert made["contact"] is None
    assert made["recipients"] == ["Đảng ủy"]
    assert made["recipient_finds"][0]["span"] == draft["recipients"][0]["span"]
    assert made["khóa lạ"] == {"giữ": 1}
    assert "dropped" not in made


def test_an_opened_draft_is_not_changed_by_playing():
    base = opened(a_draft())
    before = copy.deepcopy(base)
    play(base, log_of({"do": "drop", "item": "targets-0"}, {"do": "set", "item": "targets-1", "values": {"value": 1}}))
    assert base == before


# --- one change ------------------------------------------------------------------------------------------------------


def test_a_corrected_value_keeps_quote_and_place_and_counts_as_seen():
    row = find(after({"do": "set", "item": "targets-0", "values": {"value": 91}}), "targets-0")
    was = a_draft()["targets"][0]
    assert {**was, "value": 91, "id": "targets-0", "reviewed": True, "by_hand": ["value"]} == row


def test_dropped_rows_stay_listed_and_come_back_to_their_place():
    gone = after({"do": "drop", "item": "targets-0"})
    assert ids(gone) == ["targets-1"]
    assert [entry["row"]["id"] for entry in gone["dropped"]] == ["targets-0"]
    back = after({"do": "drop", "item": "targets-0"}, {"do": "restore", "item": "targets-0"})
    assert ids(back) == ["targets-0", "targets-1"]
    assert back["dropped"] == []


@pytest.mark.parametrize("deed", ["set", "accept", "drop"])
def test_an_item_that_is_gone_cannot_be_changed(deed):
    with pytest.raises(ItemGone, match="CT9"):
        after({"do": deed, "item": "targets-8", "values": {}})


def test_single_parts_are_not_dropped():
    with pytest.raises(BadInput, match="không bỏ được"):
        after({"do": "drop", "item": "header-0"})


def test_a_deed_nobody_knows_is_refused():
    with pytest.raises(BadInput, match="không hiểu được"):
        after({"do": "explode", "item": "targets-0"})


# --- adding ----------------------------------------------------------------------------------------------------------


def test_marked_words_become_a_target_with_their_place_and_what_they_say():
    words = "75% hộ dân thôn Dưới có tài khoản"
    operation = addition(opened(a_draft()), TEXT, "targets", words, TEXT.index(words))
    row = operation["rows"][0]
    assert TEXT[slice(*row["span"])] == row["quote"] == words
    assert (row["value"], row["unit"], row["id"], row["role"]) == (75, "%", "targets-2", "target")
    assert ids(after(operation)) == ["targets-0", "targets-2", "targets-1"]  # in the order of the text


def test_marked_words_of_a_report_take_the_unit_they_stand_under_and_its_period():
    words = "Hằng tháng, trước ngày 20, báo cáo kết quả về UBND xã."
    draft = a_draft()
    draft["assignments"][0]["duty_spans"].append([TEXT.index(words), TEXT.index(words) + len(words)])
    row = addition(opened(draft), TEXT, "reporting", words, TEXT.index(words))["rows"][0]
    assert (row["who"], row["frequency"], row["day_of_month"]) == ("Phòng Kinh tế, Phòng Văn hóa", "monthly", 20)
    assert TEXT[slice(*row["span"])] == row["quote"]


def test_several_marked_lines_become_several_recipients():
    start = TEXT.index("- Đảng ủy")
    rows = addition(opened(a_draft()), TEXT, "recipients", TEXT[start:], start)["rows"]
    assert [(row["text"], row["id"]) for row in rows] == [("Đảng ủy", "recipients-1"), ("Các thôn", "recipients-2")]


def test_a_heading_marked_with_its_lines_becomes_a_unit_with_duties():
    start = TEXT.index("1. Phòng")
    row = addition(opened(a_draft()), TEXT, "assignments", TEXT[start : TEXT.index("Hằng tháng")], start)["rows"][0]
    assert row["unit"] == "Phòng Kinh tế, Phòng Văn hóa"
    assert row["duties"] == ["Hướng dẫn các thôn."]
    assert [TEXT[a:b] for a, b in row["duty_spans"]] == row["duties"]


def test_words_that_are_no_target_are_taken_all_the_same_to_be_filled_in():
    row = addition(opened(a_draft()), TEXT, "targets", "Hướng dẫn các thôn", None)["rows"][0]
    assert (row["value"], row["quote"], row["text"]) == (None, "Hướng dẫn các thôn", "Hướng dẫn các thôn")


def test_words_that_do_not_stand_in_the_text_are_refused():
    with pytest.raises(BadInput, match="Không thấy đúng những lời này"):
        addition(opened(a_draft()), TEXT, "targets", "một câu không có", None)


def test_words_said_twice_are_taken_where_they_were_marked():
    second = TEXT.rindex("90% hộ dân thôn Trên")
    assert place_of(TEXT, "90%  hộ dân\nthôn Trên", second - 1) == (second, second + 20)


# --- splitting and merging -------------------------------------------------------------------------------------------


def test_two_targets_in_one_bullet_are_offered_as_two():
    content = opened(a_draft())
    parts = offered_parts(content["targets"][0], "targets", TEXT)
    assert len(parts) == 2
    assert "75%" in parts[1]


def test_each_part_of_a_split_keeps_its_own_words_place_and_figures():
    content = opened(a_draft())
    words = ["90% hộ dân thôn Trên có tài khoản", "75% hộ dân thôn Dưới có tài khoản"]
    made = play(content, log_of(splitting(content, TEXT, "targets-0", words)))
    rows = made["targets"][:2]
    assert [row["quote"] for row in rows] == words
    assert [TEXT[slice(*row["span"])] for row in rows] == words
    assert [row["value"] for row in rows] == [90, 75]
    assert ids(made) == ["targets-0", "targets-2", "targets-1"]


def test_a_part_in_other_words_keeps_the_place_of_the_whole():
    content = opened(a_draft())
    made = play(content, log_of(splitting(content, TEXT, "targets-0", ["Hộ thôn Trên", "Hộ thôn Dưới"])))
    assert [row["span"] for row in made["targets"][:2]] == [content["targets"][0]["span"]] * 2
    assert [row["text"] for row in made["targets"][:2]] == ["Hộ thôn Trên", "Hộ thôn Dưới"]


def test_a_joint_heading_splits_into_its_units_each_with_the_duties():
    content = opened(a_draft())
    parts = offered_parts(content["assignments"][0], "assignments", TEXT)
    assert parts == ["Phòng Kinh tế", "Phòng Văn hóa"]
    made = play(content, log_of(splitting(content, TEXT, "assignments-0", parts)))
    assert [(row["unit"], row["duties"]) for row in made["assignments"]] == [
        ("Phòng Kinh tế", ["Hướng dẫn các thôn."]), ("Phòng Văn hóa", ["Hướng dẫn các thôn."]),
    ]  # fmt: skip
    assert [TEXT[slice(*row["span"])] for row in made["assignments"]] == parts
    assert all("organisations" not in row for row in made["assignments"])  # they are matched anew


@pytest.mark.parametrize("parts", [[], ["một"], [str(n) for n in range(21)]])
def test_a_split_into_one_or_too_many_is_refused(parts):
    with pytest.raises(BadInput, match="mỗi dòng một mục"):
        splitting(opened(a_draft()), TEXT, "targets-0", parts)


def test_merging_keeps_the_own_values_fills_blanks_and_keeps_every_place():
    content = opened(a_draft())
    made = play(content, log_of(merging(content, "targets-0", ["targets-1"])))
    row = made["targets"][0]
    assert ids(made) == ["targets-0"]
    assert (row["due"], row["population"]) == ("2026-12-31", "hộ dân thôn Trên")
    assert row["also"] == [content["targets"][1]["span"]]
    assert row["quote"] == content["targets"][0]["quote"]


def test_merged_units_take_over_duties_with_their_places():
    draft = a_draft()
    other = {**draft["assignments"][0], "duties": ["Hướng dẫn các thôn.", "Báo cáo."], "duty_spans": [[1, 2], [3, 4]]}
    content = opened({**draft, "assignments": [draft["assignments"][0], other]})
    row = play(content, log_of(merging(content, "assignments-0", ["assignments-1"])))["assignments"][0]
    assert (row["duties"], row["n_duties"]) == (["Hướng dẫn các thôn.", "Báo cáo."], 2)
    assert row["duty_spans"] == [draft["assignments"][0]["duty_spans"][0], [3, 4]]


def test_only_rows_of_one_part_are_merged():
    with pytest.raises(BadInput, match="Chưa chọn"):
        merging(opened(a_draft()), "targets-0", ["assignments-0", "targets-0"])


def test_the_most_alike_row_is_offered_first():
    draft = a_draft()
    far = row_of("Đảng ủy", text="Mỗi thôn một tổ", value=1, unit="tổ")
    content = opened({**draft, "targets": [*draft["targets"], far]})
    assert [row["id"] for row, _ in alike(content, "targets-0")] == ["targets-1", "targets-2"]


# --- questions -------------------------------------------------------------------------------------------------------


def test_an_option_that_stands_for_a_value_sets_it():
    content = opened(a_draft())
    made = play(content, log_of(answering(content, "questions-0", "31/12/2026")))
    assert (made["questions"][0]["answer"], made["targets"][0]["due"]) == ("31/12/2026", "2026-12-31")


def test_an_answer_in_own_words_sets_nothing():
    content = opened(a_draft())
    operation = answering(content, "questions-0", "hỏi lại tỉnh")
    assert operation["changes"] == []
    assert play(content, log_of(operation))["targets"] == content["targets"]


# --- undo ------------------------------------------------------------------------------------------------------------

DROP = {"do": "drop", "item": "targets-0"}
SET = {"do": "set", "item": "targets-0", "values": {"value": 1}}
OTHER = {"do": "set", "item": "targets-1", "values": {"value": 2}}


def undo(number):
    return {"do": "undo", "change": number}


def test_what_is_undone_leaves_no_trace_and_an_undone_undo_gives_it_back():
    base = opened(a_draft())
    assert play(base, log_of(SET, OTHER, undo(1))) == play(base, log_of(OTHER))
    assert play(base, log_of(SET, OTHER, undo(1), undo(3))) == play(base, log_of(SET, OTHER))
    assert [change.number for change in active(log_of(SET, undo(1), undo(2), undo(3)))] == []


def test_a_change_that_a_later_one_rests_on_is_not_undone_first():
    log = log_of(SET, OTHER, DROP)
    assert [change.number for change in in_the_way(log, 1)] == [3]
    assert in_the_way(log, 2) == []


@pytest.mark.parametrize("deed", ["drop", "split", "merge", "add", "answer"])
def test_every_deed_is_undone_whole(deed):
    base = opened(a_draft())
    operation = {
        "drop": DROP, "split": splitting(base, TEXT, "targets-0", ["90% hộ", "75% hộ"]),
        "merge": merging(base, "targets-0", ["targets-1"]), "add": addition(base, TEXT, "targets", "75% hộ dân", None),
        "answer": answering(base, "questions-0", "31/12/2026"),
    }[deed]  # fmt: skip
    assert play(base, log_of(operation)) != base
    assert play(base, log_of(operation, undo(1))) == base


# --- two officers ----------------------------------------------------------------------------------------------------


def test_a_later_change_to_the_same_item_is_seen_and_others_are_not():
    log = log_of(SET, OTHER, DROP)
    assert [change.number for change in since(log, ["targets-0"], 1)] == [3]
    assert since(log, ["targets-1"], 2) == []


def test_that_somebody_looked_stands_in_nobodys_way():
    assert since(log_of({"do": "accept", "item": "targets-0"}), ["targets-0"], 0) == []


def test_a_split_speaks_of_the_new_rows_and_a_merge_of_both():
    base = opened(a_draft())
    assert touched_by(splitting(base, TEXT, "targets-0", ["a", "b"])) == ("targets-0", "targets-2")
    assert touched_by(merging(base, "targets-0", ["targets-1"])) == ("targets-0", "targets-1")
    assert touched_by(answering(base, "questions-0", "31/12/2026")) == ("questions-0", "targets-0")


def test_deeds_are_told_by_the_signs_of_the_page():
    base = opened(a_draft())
    told = [SET, DROP, merging(base, "targets-0", ["targets-1"]), answering(base, "questions-0", "x")]
    assert [review_ops.words(each) for each in told] == [
        "sửa CT1", "bỏ CT1", "gộp CT2 vào CT1", "trả lời câu hỏi H1",
    ]  # fmt: skip
