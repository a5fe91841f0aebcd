"""What the journals of people and of permits share.

A journal is kept like a bookkeeper's: every deed appends signed lines, each with the day it is for and the
moment it was recorded; a correction is a further line (PRODUCT, "What counts", rules 3 and 6). Beside it stand
running totals per kelurahan for days, months and years, written in the same transaction, from which every
figure is read. Abstract models and arithmetic only: the tables belong to participants and permits.
"""
