"""How the portal speaks to other systems: JSON in and out, problems, limits, and its description of itself.

Not an app: knows no model and no endpoint. What can be asked stands with what it is about (permits.api,
targets.views.api). May import okoce.ui and what lies below it.
"""
