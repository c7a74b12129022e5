"""Clearing away files that no row knows: uploads that died half way, pictures of a check that was killed.

A file exists before its row, so a young file without a row may be one that is just arriving; after a day
it is a stray. A refused file goes the same way when its time is over.
"""

import logging
from datetime import timedelta
from itertools import islice

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from portal_cms.common import vault
from portal_cms.documents.models import Document

log = logging.getLogger(__name__)
BATCH = 500


def sweep(*, older_than=timedelta(days=1)) -> int:
    """Delete stray files of the vault; returns how many."""
    models, swept = list(_models_with_files()), 0
    all_names = vault.names(older_than=older_than)
    while names := set(islice(all_names, BATCH)):
        for name in names - _known(models, names):
            vault.delete(name)
            swept += 1
    if swept:
        log.warning("%s stray files were removed from the storage of client files.", swept)
    return swept


def _models_with_files():
    """Every model that keeps a file of the vault says so by its `storage_name`, in this app or above it."""
    for model in apps.get_models():
        try:
            model._meta.get_field("storage_name")
        except FieldDoesNotExist:
            continue
        yield model


def _known(models, names):
    known = set()
    for model in models:
        rows = Document.all_files.in_storage() if model is Document else model._base_manager.all()
        known.update(rows.filter(storage_name__in=names).values_list("storage_name", flat=True))
    return known
