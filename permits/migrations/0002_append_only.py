from django.db import migrations

from okoce import append_only


class Migration(migrations.Migration):
    dependencies = [("permits", "0001_initial")]

    operations = [append_only.protect("permits_permitentry")]
