from django.db import migrations

from okoce import append_only


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_initial")]

    operations = [append_only.protect("targets_report"), append_only.protect("targets_target")]
