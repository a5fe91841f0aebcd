"""Permits (*izin*: IUMK and SKU) and what counts: who is a new entrepreneur on which day.

Recording, correcting, revoking and voiding append to a journal from which every figure is read; the rules are in
`permits.timeline`, small and pure. May import participants and what lies below it.
"""
