from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StandingTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.CharField(blank=True, max_length=13)),
                ("next_step", models.CharField(blank=True, max_length=2)),
                ("is_ready", models.BooleanField()),
                ("people", models.IntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_ready", True)), fields=["area"], name="standing_total_of_ready"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "next_step", "is_ready"), name="standing_total_stands_once"
                    ),
                ],
            },
        ),
    ]
