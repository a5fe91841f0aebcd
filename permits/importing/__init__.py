"""A spreadsheet of permits, from the file to the journal.

    columns     what stands in the template, and what else people call it
    lines       one row: what its cells say and what is wrong with them (pure)
    checking    many rows against the portal: who is meant, what is recorded already
    models      an import and its rows, waiting, encrypted, until somebody decides
    staging     receiving a file, checking it in slices that survive a restart, forgetting it
    recording   recording all good rows in one transaction, or none
    files       the template, and the rows to be corrected, as spreadsheets
    forms       what an officer tells: the file, and which column holds what
    showing     an import as its officer sees it, problems first

Whose permits: those that the officer's own kelurahan issued. A row about somebody registered elsewhere is taken by
their exact NIK or participant number, as at the counter, and the door it opens is logged with its reason (PRODUCT,
"Who uses it"); until it is recorded nothing of that person is shown. A NIK is kept encrypted and shown masked.
"""
