"""The themes that come with the portal. Loaded after every migrate, so that an update brings its changes."""

from django.utils.translation import override

from sitesettings.models.firm import new_version
from sitesettings.tokens import MODES, PICKED
from theme.palettes import PALETTES


def load_shipped_themes(theme_model, settings_model) -> None:
    """Make or renew one `Theme` row without a site per palette; safe to repeat."""
    for palette in PALETTES:
        values = shipped_values(palette) | {"name": _source(palette["name"]), "live": True}
        theme_model.objects.update_or_create(shipped_key=palette["key"], defaults=values)
    for row in settings_model.objects.only("pk"):
        settings_model.objects.filter(pk=row.pk).update(version=new_version())


def shipped_values(palette) -> dict:
    """What a palette says about the fields of a `Theme`."""
    values = {f"{mode}_{key}": palette[mode][key] for mode in MODES for key in PICKED}
    values |= {key: palette[key] for key in ("font_text", "font_heading", "radius", "dark_first")}
    return values | {"palette": palette["key"]}


def load_after_migrate(apps, **kwargs):
    """Receives the models as the database has them now, which may be older than the code's."""
    try:
        models = apps.get_model("sitesettings", "Theme"), apps.get_model("sitesettings", "FirmSettings")
    except LookupError:  # migrated back to before this app
        return
    load_shipped_themes(*models)


def _source(name):
    with override(None):
        return str(name)
