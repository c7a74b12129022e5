"""The look of each firm moves from its settings to a row of its own."""

from django.db import migrations

MOVED = ("logo_id", "favicon_id", "theme_id", "greeting_de", "greeting_en", "greeting_es")


def move(apps, schema_editor):
    settings, branding = (apps.get_model("sitesettings", name) for name in ("FirmSettings", "Branding"))
    for row in settings.objects.all():
        look = {name: getattr(row, name) for name in MOVED}
        branding.objects.update_or_create(site_id=row.site_id, defaults=look)


class Migration(migrations.Migration):
    dependencies = [("sitesettings", "0006_branding")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop, elidable=True)]
