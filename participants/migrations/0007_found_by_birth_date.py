from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0006_found_by_email"),
        ("regions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(
                condition=models.Q(("birth_date__isnull", False)),
                fields=["birth_date", "word_1", "word_2", "id"],
                name="participant_by_birth_date",
            ),
        ),
    ]
