"""Targets and how far along a region is: pace, the achievement page, the boards, published reports, and the demo.

The top of the house: pages that show people, permits and targets together live here, such as the officer's workbench
and a participant's own steps. May import everything but okoce.urls and okoce.views.
"""
