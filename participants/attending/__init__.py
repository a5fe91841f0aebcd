"""Who came: training sessions, and the attendance lists by which PGO records a step for many people at once.

    models      a session; a list and its entries, waiting until somebody decides
    reading     what a pasted text or a spreadsheet says: a NIK or a participant number in each entry, or neither (pure)
    checking    many entries against the portal: who is meant, who has the step already
    staging     taking a list in, adding to it, choosing its step and day, dropping it
    recording   recording the step for everybody on the list who does not have it yet, in one transaction
    sessions    planning a session, and what is said of it later
    permissions who may record steps, of whom

A NIK is never kept: an entry holds, sealed, its blind index and what may be shown of it. For somebody out of an
official's scope the answer is the same as for nobody.
"""
