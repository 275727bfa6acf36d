"""What is done with sessions: each in one transaction, with one event."""

from tungnha.field.schedule.operations.agreeing import say_word
from tungnha.field.schedule.operations.calling import call_people, mark_called, take_off
from tungnha.field.schedule.operations.coming import ServiceDone, ServiceRefused, check_in
from tungnha.field.schedule.operations.means import (
    add_equipment,
    add_place,
    change_equipment,
    open_point,
    save_rule,
    set_hours,
    set_way,
)
from tungnha.field.schedule.operations.planning import cancel_session, move_session, plan_session, set_means
from tungnha.field.schedule.operations.queueing import call_next, give_ticket, letter_of, step_ticket, take_step

__all__ = [
    "ServiceDone", "ServiceRefused", "add_equipment", "add_place", "call_next", "call_people", "cancel_session",
    "change_equipment", "check_in", "give_ticket", "letter_of", "mark_called", "move_session", "open_point",
    "plan_session", "save_rule", "say_word", "set_hours", "set_means", "set_way", "step_ticket", "take_off",
    "take_step",
]  # fmt: skip
