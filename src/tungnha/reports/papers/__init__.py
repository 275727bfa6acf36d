"""Official papers an office writes: how it writes them, their numbers, from a draft to what was issued.

Other rooms need three things: `settings.sender_for` (who writes and signs), `operations.draft_paper` (a document
becomes a paper that can be reworded) and `operations.issue_paper` (number, day, files). docs/decisions/0042-papers.md.
"""
