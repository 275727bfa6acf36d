"""What units wrote, gathered for the report above: each unit's own words, the same words once."""

from tungnha.reports.sentences import gathered


def test_each_unit_stands_with_its_own_words():
    rows = [{"unit": "Trạm Y tế", "text": "Sóng\n yếu."}, {"unit": "Tổ thôn 1", "text": "Thiếu máy."}]
    assert gathered(rows) == "- Trạm Y tế: Sóng yếu.\n- Tổ thôn 1: Thiếu máy."


def test_the_same_words_stand_once_with_all_who_said_them():
    rows = [{"unit": name, "text": "Sóng yếu."} for name in ("Trạm Y tế", "Tổ thôn 1")]
    rows.insert(1, {"unit": "Phòng Kinh tế", "text": "Thiếu máy."})
    assert gathered(rows) == "- 02 đơn vị (Trạm Y tế, Tổ thôn 1): Sóng yếu.\n- Phòng Kinh tế: Thiếu máy."
    assert gathered([]) == ""
