"""Entry of the web server; refuses to start as a database role that row-level security does not bind."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.celery import app  # noqa: E402  needs the loaded apps
from tenancy.role_guard import refuse_unsafe_role  # noqa: E402  needs the loaded apps

refuse_unsafe_role()
# Without this the task registry of a web process is empty and nothing could be nudged.
app.loader.import_default_modules()
