"""The demo programme: invented people and permits that reproduce the published figures of 9 September 2018.

Written by the same rules as real data: every journal line comes from the timelines of participants and permits, and
every deed stands in the audit record at the moment it would have been recorded. `seeding` is the way in; `script`
holds the story's figures and `playing` plays it day by day.
"""
