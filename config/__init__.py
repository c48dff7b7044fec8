"""Settings, addresses and the tables of who reacts to what. Imports every room; no room imports it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
