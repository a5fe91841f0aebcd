"""Reconciliation (*rekonsiliasi*) with the licensing office's register of issued permits (PRODUCT, "Reconciliation").

    columns     what the licensing office calls its columns
    entries     one row as read (pure)
    models      a register and its rows, encrypted
    forms       what is told: the file, and which column holds what
    staging     taking a file in
    matching    comparing its rows with our permits, in slices that survive a restart
    result      theirs, ours and what lies between them, adding up
    settling    working through what differs, row by row
    taking_over recording all that only the register has

May import what permits may, and permits.importing.
"""
