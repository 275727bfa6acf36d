"""Lists as clerks, operators and the police really send them: errors in blocks, and who each row means.

Written from what clerks do, not from what the repair can mend: its author has not read `matching/repair`.

    base = base.own(people=8000, rows=3500, seed=4)             # our invented people; or linkbench(folder, "thuong")
    made = making.make(base, ["slip_down", "date_swapped"], seed=4, sender="vnpt")
    making.write(made, folder, "xlsx")                            # also "csv"; "parquet" has linkbench's columns

The same arguments make the same file on every machine.
"""
