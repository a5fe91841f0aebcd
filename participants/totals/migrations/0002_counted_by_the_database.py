from django.db import migrations

from participants.totals import triggers


class Migration(migrations.Migration):
    dependencies = [("totals", "0001_initial"), ("participants", "0002_append_only")]

    operations = [triggers.install()]
