from django.db import models


class StandingTotal(models.Model):
    """How many people of one kelurahan (or *luar DKI*, "") stand alike; merged records are nobody's.

    Written by the database's triggers and by nothing else.
    """

    area = models.CharField(max_length=13, blank=True)
    next_step = models.CharField(max_length=2, blank=True)
    is_ready = models.BooleanField()
    people = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="standing_total_stands_once", fields=["area", "next_step", "is_ready"]),
        ]
        indexes = [
            # The people of each kelurahan who are ready for a permit.
            models.Index(name="standing_total_of_ready", fields=["area"], condition=models.Q(is_ready=True)),
        ]
