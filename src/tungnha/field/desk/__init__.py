"""The one-stop desk (bộ phận một cửa): who came, what was done, how pleased they were; series typed with evidence.

What others call: `operations.record_visitor`, `queries.flow` (advised of all who came, for a measure of a flow),
`operations.mark` (one tap on a face, at a session too), `queries.change_since_start` of a typed series.
docs/decisions/0034-desk.md.
"""
