"""Parties were children of the matter's draft; they become rows of their own, in their former order."""

from django.db import migrations


def move(apps, schema_editor):
    old, new = apps.get_model("portal_matters", "Party"), apps.get_model("portal_parts", "Party")
    rows = old.objects.order_by("matter_id", "sort_order", "pk").select_related("matter")
    for row in rows.iterator(chunk_size=1000):
        party = new.objects.create(
            site_id=row.matter.site_id, matter_id=row.matter_id, role=row.role, name=row.name, detail=row.detail,
            is_published=row.is_published,
        )  # fmt: skip
        if row.is_published:
            new.objects.filter(pk=party.pk).update(published_at=party.created_at)


class Migration(migrations.Migration):
    dependencies = [("portal_parts", "0001_initial"), ("portal_matters", "0001_initial")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
