from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participants", "0007_found_by_birth_date")]

    operations = [
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(
                condition=models.Q(("ready_rank__isnull", False)),
                fields=["ready_rank", "ready_since", "id"],
                name="participant_ready_anywhere",
            ),
        ),
    ]
