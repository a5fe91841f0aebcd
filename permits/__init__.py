"""Permits (*izin*: IUMK and SKU) and what counts: who is a new entrepreneur on which day.

Recording, correcting, revoking and voiding append to a journal from which every figure is read; the rules are in
`permits.timeline`, small and pure. `importing` reads spreadsheets of officers, `reconciling` the licensing office's
register, `api` answers other systems, `checks` looks twice. May import participants and what lies below it.
"""
