from django.db import migrations, models

from permits import obstacle_totals


class Migration(migrations.Migration):
    dependencies = [("permits", "0002_append_only"), ("participants", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="ObstacleTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.CharField(blank=True, max_length=13)),
                ("kind", models.CharField(max_length=11)),
                ("people", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area", "kind"), name="obstacle_total_stands_once"),
                ],
            },
        ),
        obstacle_totals.install(),
    ]
