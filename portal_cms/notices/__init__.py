"""Telling people: one outbox row per mail, written with the change it tells of, delivered by the worker."""
