"""Settings of the product, read from the environment (see ``.env.example`` and ``docs/operations.md``)."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from kombu import Exchange, Queue

from config import environment as env
from config.reactions import *  # noqa: F403  who reacts to what
from config.registry import *  # noqa: F403  the tables of who offers which list, job, print and import

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

DEMO = env.flag("DEMO")
DEBUG = env.flag("DEBUG")
DEVELOPMENT = DEBUG or DEMO or env.flag("DEVELOPMENT")
SECRET_KEY = env.secret("SECRET_KEY", development=DEVELOPMENT)
FIELD_KEY = env.secret("FIELD_KEY", development=DEVELOPMENT)
DOCUMENT_KEY = env.secret("DOCUMENT_KEY", development=DEVELOPMENT)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEVELOPMENT else "")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
BASE_URL = env.text("BASE_URL", "http://localhost:8000")
ADMIN_ENABLED = env.flag("ADMIN_ENABLED", DEBUG)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_filters",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "tenancy",
    "records",
    *ROOMS,
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tenancy.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "tenancy.middleware.TenantMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tenancy.context_processors.shell",
            ],
            "builtins": ["tenancy.templatetags.tenancy"],
        },
    },
]
# django.forms' own templates are overridden by templates/django/forms, so the app must be listed.
INSTALLED_APPS.insert(0, "django.forms")

# --- data ---------------------------------------------------------------------------------------
DATABASES = {"default": env.database(env.text("DATABASE_URL", "postgresql://app@localhost/quality"))}
DB_APP_ROLE = env.text("DB_APP_ROLE", "app")
DB_BACKUP_ROLE = env.text("DB_BACKUP_ROLE", "backup")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL", "redis://localhost:6379/0")
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "tenancy_cache"},
    "speed": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1},
    },
}
DJANGO_REDIS_IGNORE_EXCEPTIONS = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.GzipManifestStorage"},
}
# The print font comes from a package at set-up (bin/starter/tools/cut_font.py): common characters, all as fallback.
PDF_FONT = VAR_DIR / "fonts" / "NotoSansSC-Common.ttf"
PDF_FONT_FULL = VAR_DIR / "fonts" / "NotoSansSC-Full.ttf"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

# --- static files: from packages at set-up, nothing third-party is committed ---------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "staticfiles"
STATICFILES_DIRS: list[Any] = [
    BASE_DIR / "static",
    *[
        entry
        for entry in (
            VAR_DIR / "assets",  # static/packages.txt
            ("built", VAR_DIR / "static"),  # static/icons.txt
        )
        if (entry[1] if isinstance(entry, tuple) else entry).is_dir()
    ],
]
WHITENOISE_USE_FINDERS = DEBUG

# --- people --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "tenancy.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tenancy.account_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,5/5m/key", "reset_password": "20/5m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are entered by the administrator; nobody may be locked out of his factor
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT
MFA_TOTP_ISSUER = "Property service quality"
USERSESSIONS_TRACK_ACTIVITY = False
MFA_REQUIRED = env.flag("MFA_REQUIRED", not DEMO)

# --- language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
FILTERS_EMPTY_CHOICE_LABEL = _("All")
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
LOCALE_PATHS = sorted(path for path in (BASE_DIR / "locale").glob("*") if path.is_dir())
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- background work -----------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = None
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1740
CELERY_TASK_DEFAULT_QUEUE = "fast"
# A worker started without -Q takes from all of them (bin/run); on a server each queue has its own (docker-compose.yml).
# Exchange and key are spelt out: left alone, every queue is bound to those of the default one.
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name) for name in sorted({CELERY_TASK_DEFAULT_QUEUE, *QUEUES.values()})
]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 0,
    "retry_on_timeout": False,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Shanghai"

# --- mail ----------------------------------------------------------------------------------------
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "no-reply@localhost")

# --- interface for programs ----------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["tenancy.api.authentication.ActorAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["tenancy.api.authentication.HasActor"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "tenancy.api.parsers.StorableJsonParser",
        "rest_framework.parsers.MultiPartParser",
        "rest_framework.parsers.FormParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "tenancy.api.pagination.NewestFirst",
    "PAGE_SIZE": 50,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "tenancy.api.schema.RoomSchema",
    "EXCEPTION_HANDLER": "tenancy.api.errors.exception_handler",
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Quality control of outsourced property services",
    "DESCRIPTION": "Everything a page can do, through the same verbs and with the same refusal codes.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    # Two rooms use the same word for different choices; each set gets a name that stays.
    "ENUM_NAME_OVERRIDES": {
        "CardStatusEnum": "scoring.choices.CARD_STATUS_LABELS.items",
        "FileSourceEnum": "records.models.FileSource",
        "InspectionKindEnum": "inspections.choices.INSPECTION_TYPE_LABELS.items",
        "InspectionStatusEnum": "inspections.choices.INSPECTION_STATUS_LABELS.items",
        "JobStatusEnum": "tenancy.choices.JobStatus",
        "LegalFormEnum": "vendors.choices.VENDOR_FORM_LABELS",
        "SeverityEnum": "inspections.choices.SEVERITY_LABELS.items",
        "SeverityInputEnum": "complaints.choices.SEVERITY_LABELS",
        "TenderPaperKindEnum": "tendering.choices.PAPER_KIND_LABELS.items",
        "TenderStatusEnum": "tendering.choices.TENDER_STATUS_LABELS.items",
        "UnitKindEnum": "tenancy.choices.UnitKind",
        "VendorAspectResultEnum": "vendors.choices.ASPECT_RESULT_LABELS.items",
        "VendorDocumentKindEnum": "vendors.choices.DOCUMENT_KIND_LABELS.items",
        "VendorLogKindEnum": "vendors.choices.LOG_KIND_LABELS.items",
        "VendorDocumentStatusEnum": "vendors.choices.DOCUMENT_STATUS_LABELS.items",
        "VendorExceptionStatusEnum": "vendors.choices.OVERRIDE_STATUS_LABELS.items",
        "VendorListStatusEnum": "vendors.choices.LIST_STATUS_LABELS.items",
        "VendorProposalStatusEnum": "vendors.choices.PROPOSAL_STATUS_LABELS.items",
        "VendorReportStatusEnum": "vendors.choices.REPORT_STATUS_LABELS.items",
        "VendorStatusEnum": "vendors.choices.QUALIFICATION_LABELS.items",
        "VendorReviewResultEnum": "vendors.choices.REVIEW_RESULT_LABELS.items",
        "VendorReviewStatusEnum": "vendors.choices.REVIEW_STATUS_LABELS.items",
    },
}

# --- headers -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_TLS = env.flag("BEHIND_TLS", not DEVELOPMENT)
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^live$", "^ready$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "tenancy.web_errors.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processor": "structlog.processors.JSONRenderer",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}
