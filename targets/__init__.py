"""Goals and how far along they are: targets, pace, the achievement page, the boards, the officer's workbench.

The top of the house: pages that show people, permits and targets together live here. May import everything but
okoce.urls and okoce.views.
"""
