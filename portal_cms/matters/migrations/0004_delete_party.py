from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("portal_matters", "0003_billing_client"),
        ("portal_parts", "0002_move_parties"),  # first the rows, then the table
    ]
    operations = [migrations.DeleteModel(name="Party")]
