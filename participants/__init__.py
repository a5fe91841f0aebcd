"""People (*peserta*): their registration, what they do and where, and the seven steps they complete.

P4 is not here: it follows from holding a valid permit and belongs to the permits app. May import okoce.journal
and what lies below it.
"""
