"""Settings shared by every way to run the portal. Each deviation from a default says why."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent

INSTALLED_APPS = [
    "portal_cms",
    "portal_cms.dashboard",
    "portal_cms.guide",
    "portal_cms.imports",
    "portal_cms.help",
    "portal_cms.pages",
    "portal_cms.activity",
    "portal_cms.billing",
    "portal_cms.reading",
    "portal_cms.signing",
    "portal_cms.pdfforms",
    "portal_cms.questionnaires",
    "portal_cms.requests",
    "portal_cms.messaging",
    "portal_cms.documents",
    "portal_cms.parts",
    "portal_cms.matters",
    "portal_cms.clients",
    "portal_cms.notices",
    "portal_cms.audit",
    "portal_cms.accounts",
    "sitesettings",
    "theme",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "portal_cms.accounts.apps.StaffUsersConfig",  # wagtail.users with our staff-only screens
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "django_filters",
    "guardian",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Host to firm; an unknown host is a 404. First, because the redirect to TLS repeats the host it was given.
    "sitesettings.middleware.FirmMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal_cms.common.public_files.StaticFilesMiddleware",
    "portal_cms.common.headers.PrivateResponseMiddleware",  # around all that answers by itself: refusals, redirects
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal_cms.accounts.middleware.AccountMiddleware",  # user of this firm only; session limits
    "portal_cms.clients.middleware.SimulationMiddleware",  # staff who look at the portal as a client, reading only
    "portal_cms.accounts.middleware.LanguageMiddleware",
    "portal_cms.clients.area.ClosedPortalMiddleware",  # a portal that is switched off, before any view of it
    "portal_cms.access.guard.AdminGuardMiddleware",  # Wagtail's own views know no firms
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "portal_cms.conf.site_urls"
WSGI_APPLICATION = "portal_cms.conf.wsgi.application"
ASGI_APPLICATION = "portal_cms.conf.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sitesettings.context.firm",
                "portal_cms.dashboard.context.unread",
            ],
        },
    },
]

AUTH_USER_MODEL = "portal_accounts.User"
AUTHENTICATION_BACKENDS = [
    "portal_cms.accounts.backends.FirmAccountBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None  # guardian: nobody is never granted anything
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "first_name", "last_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "portal_accounts:sign_in"
LOGIN_REDIRECT_URL = "portal_dashboard:home"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # a link in a mail must find the session
CSRF_COOKIE_HTTPONLY = False  # the upload script reads the token from its form, not from the cookie
CSRF_FAILURE_VIEW = "portal_cms.common.errors.csrf_failure"

# Words that Wagtail has in German but not in Spanish fall back to this language; the firm's own default is its setting.
LANGUAGE_CODE = "en"
LOCALE_PATHS = [PACKAGE / "locale"]  # ours before Wagtail's where both have a word
FORMAT_MODULE_PATH = ["portal_cms.formats"]
LANGUAGES = [("de", _("German")), ("en", _("English")), ("es", _("Spanish"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_CONTENT_LANGUAGES = [("en", "English")]
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "/static/"
MEDIA_URL = "/media/"  # pictures of the firm only; client files never go there
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # fields of a form; files are streamed

WAGTAIL_SITE_NAME = "Portal CMS"
WAGTAILADMIN_BASE_URL = ""
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_LOGIN_URL = "/sign-in/"  # one door for staff and clients, throttled in one place
WAGTAIL_PASSWORD_RESET_ENABLED = False  # the portal's own reset: firm's look, outbox, throttle
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # the address is the account; firm admins change it
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = True
WAGTAILUSERS_PASSWORD_ENABLED = False  # nobody types a password for somebody else; new staff get a link
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no request to third parties
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False  # languages are rows of the firm's texts, not page trees
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal_cms.access.media.ImageForm"  # no tags: all firms would share them
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal_cms.access.media.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILADMIN_COMMENTS_ENABLED = False  # comment mails would leave past the outbox
WAGTAIL_WORKFLOW_ENABLED = False  # its reports and mails know no objects of a firm
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_TIMEOUT = 30  # a mail server that does not answer holds up the worker no longer than this

# The portal's own settings. All sizes are bytes, all durations seconds.
PORTAL_UPLOAD_MAX_BYTES = 100 * 1024 * 1024
PORTAL_UPLOAD_MAX_FILES = 50
PORTAL_REQUEST_MAX_BYTES = 1024**3  # all files of one form together; strangers send no files at all
PORTAL_CLIENT_QUOTA_BYTES = 5 * 1024**3
PORTAL_SCANNER = "off"  # or "clamd:HOST:PORT", "clamd:/path/to/socket"
PORTAL_FILE_KEYS = []  # base64 of 32 bytes each; the first encrypts, all decrypt
PORTAL_AUDIT_KEY = ""  # signs the audit chain
PORTAL_SESSION_IDLE = {"staff": 30 * 60, "client": 60 * 60}
PORTAL_SESSION_ABSOLUTE = 12 * 60 * 60
PORTAL_INVITATION_LIFETIME = 7 * 24 * 60 * 60
PORTAL_REQUEST_LINK_LIFETIME = 30 * 24 * 60 * 60
PORTAL_RESET_LIFETIME = 60 * 60
PORTAL_START_PASSWORD_LIFETIME = 7 * 24 * 60 * 60
PORTAL_LINK_LIFETIME = 14 * 24 * 60 * 60  # personal links; a new one can be asked for at any time
PORTAL_SIGNING_DAYS = 30  # to sign, where the request has no due date
PORTAL_TIMESTAMP_URL = (
    ""  # a time-stamp service (RFC 3161) for the seal of signed documents; it gets digests only
)
PORTAL_TIMESTAMP_CERTIFICATES = ""  # the PEM file of the certificates that service is trusted by
PORTAL_UPLOAD_NOTICE_DELAY = 30  # several files of one visit make one mail
# "Check this address": the ports asked, whether addresses of the own network may be asked (a portal inside one),
# and the addresses of this server, should they differ from those its names lead to.
PORTAL_ADDRESS_CHECK = {"ports": {"https": 443, "http": 80}, "may_be_private": False, "own_addresses": []}
PORTAL_PARENT_DOMAIN = ""  # a host name typed without a dot becomes a subdomain of it
# An OpenAI-compatible language model that may read files besides the rules, for firms that switch it on. Empty: none.
PORTAL_READING_ENDPOINT = ""  # such as http://localhost:11434/v1
PORTAL_READING_MODEL = ""
PORTAL_READING_KEY = ""
PORTAL_READING_TIMEOUT = 60
PORTAL_TRUSTED_PROXIES = 0  # how many proxies in front append to X-Forwarded-For

# One line per event on standard error; uvicorn's own loggers too, whose access log would name secret paths.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal_cms.common.logs.OneLineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "uvicorn": {"handlers": [], "level": "INFO", "propagate": True},
        "uvicorn.access": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
