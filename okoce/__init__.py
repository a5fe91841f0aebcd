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
okoce.ui                  forms, formats and template tags; knows no model
okoce.replica             boards and lists from a second database server, where there is one
okoce.clock               today, as the programme sees it

Each line may import from the lines below it and never the other way round.
"""
