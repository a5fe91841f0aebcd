"""How many people stand where: by kelurahan, by the next step, and whether they are ready for a permit (*siap izin*).

Boards ask it of everybody at once, and people are many. Kept by the database itself with every row of a person that is
added or changed, whoever changes it, in the same transaction. No figure of the programme is counted from it.

    models      one row for each place and standing
    triggers    what the database does with every change; counting all of it anew
    reading     what boards ask
"""
