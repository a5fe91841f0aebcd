"""The append-only record of who did and saw what, when and from where.

A deed's record is written in the deed's own transaction. It holds no personal value: it names the field
and shows it masked, so that erasing a person touches no record. May import okoce.accounts and what lies below it.
"""
