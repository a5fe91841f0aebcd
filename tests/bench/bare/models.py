from django.db import models


class Entry(models.Model):
    """One row of a form."""

    number = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=40)
    day = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "bare"
        constraints = [
            models.UniqueConstraint(name="entry_number_stands_once", fields=["number"]),
            models.CheckConstraint(name="entry_has_a_name", condition=~models.Q(name="")),
        ]
