"""How the portal looks, asks and says things: formats, form fields, warnings, pagination and template tags.

Knows no model and no rule of the programme; every other package may import it. It only puts values into words
people read and reads the words people write.
"""
