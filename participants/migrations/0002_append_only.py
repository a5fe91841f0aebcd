from django.db import migrations

from okoce import append_only


class Migration(migrations.Migration):
    dependencies = [("participants", "0001_initial")]

    operations = [append_only.protect("participants_stepentry")]
