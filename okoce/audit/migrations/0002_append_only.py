from django.db import migrations

from okoce import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [append_only.protect("audit_event"), append_only.protect("audit_seal")]
