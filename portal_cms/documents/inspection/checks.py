"""Is the setting of the virus scanner one that can be understood."""

from django.conf import settings
from django.core import checks

from portal_cms.documents.inspection.scanners import scanner_from


@checks.register(checks.Tags.security)
def check_scanner(app_configs, **kwargs):
    try:
        scanner_from(settings.PORTAL_SCANNER)
    except (ValueError, AttributeError) as error:
        hint = 'Set it to "off", "clamd:HOST:PORT" or "clamd:/path/to/socket".'
        return [checks.Error(f"PORTAL_SCANNER: {error}.", hint=hint, id="portal_cms.E004")]
    return []
