"""The settings of the tests: the product's own, with the owner's connection for making the database."""

import os
from pathlib import Path

_env = Path(__file__).resolve().parent.parent / "var" / "test" / "env"
if "DATABASE_URL" not in os.environ and _env.exists():
    for _line in _env.read_text().splitlines():
        _key, _eq, _value = _line.partition("=")
        os.environ.setdefault(_key, _value)
os.environ["DEVELOPMENT"] = "1"
os.environ.setdefault("MFA_REQUIRED", "0")
os.environ.setdefault("BEHIND_TLS", "0")

from config.settings import *  # noqa: E402, F403  the environment must be read first
from config.settings import BASE_DIR, DATABASES, STORAGES, VAR_DIR, env  # noqa: E402

DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["TEST"] = {"NAME": env.text("TEST_DB_NAME", "test_quality")}
OWNER_DATABASE = env.database(env.text("OWNER_DATABASE_URL"))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MEDIA_ROOT = VAR_DIR / "test" / "files"
# Tests read static files from their sources; whitenoise only wants the folder to exist.
STATIC_ROOT = VAR_DIR / "test" / "staticfiles"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
ALLOWED_HOSTS = ["*"]
LOGGING_CONFIG = None
ADMIN_ENABLED = True
SILENCED_SYSTEM_CHECKS: list[str] = []
assert BASE_DIR
