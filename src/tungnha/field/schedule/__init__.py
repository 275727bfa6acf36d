"""Support sessions (buổi hỗ trợ): the schedule, who agrees to it, who is asked to come, who came, the queue.

Pure: `rules` (dates proposed), `words` (Vietnamese texts). What other rooms and pages call: `operations`
(plan, move, cancel, agree, call, check in, queue), `queries`; phones: `phone` (their part of the config, their
operations). docs/decisions/0033-schedule.md.
"""
