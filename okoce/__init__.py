"""The roof and the floor of the OK OCE portal. The map, from top to bottom:

okoce.urls, okoce.views   who answers which path; home, health and error pages
targets                   goals, progress, pace, the boards and the officer's workbench
permits                   IUMK and SKU: recording, and the journal of who counts on which day
participants              people, their registration and their seven steps
okoce.journal             what both journals share: signed lines, running totals, two dates
okoce.audit               the append-only record of who did what
okoce.accounts            who signs in, in which role, for which region
okoce.regions             the administrative tree of Jakarta
okoce.api                 how other systems are answered: JSON, problems, limits, documentation
okoce.kept_totals         totals that the database itself keeps
okoce.ui                  forms, formats and template tags; knows no model
okoce.clock               today, as the programme sees it
okoce.append_only         tables that only grow
okoce.encrypted           columns that only the portal can read
okoce.faults              what happens when the database is away, slow or full
okoce.replica             boards and lists from a second database server, where there is one
okoce.postgres            Django's PostgreSQL, which asks no absent server twice in a row
okoce.backups             the whole database in one file, and back
okoce.security            headers, and what no log may say

Each line may import from the lines below it and never the other way round; those below okoce.ui import none of ours.
"""
