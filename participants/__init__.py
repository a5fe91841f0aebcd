"""People (*peserta*): their registration, where their business is, and the seven steps they complete.

`own` is the participant's own side (account, rights over their data), `attending` the training sessions and attendance
lists, `notices` the letters, `totals` how many stand where. P4 is not here: it follows from holding a valid permit and
belongs to the permits app. May import okoce.journal and what lies below it.
"""
