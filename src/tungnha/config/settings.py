"""The one settings file, read from the environment (docs/deploy.md lists every name)."""

import os
from pathlib import Path

import dj_database_url

from tungnha.config import environment

ENVIRONMENT = environment.choice("TUNGNHA_ENV", ("development", "production"), "development")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = False  # errors are shown as our own pages; `tungnha serve --debug` is not offered

DATA_DIR = Path(os.environ.get("TUNGNHA_DATA", "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

KEYS = environment.keys(DATA_DIR, production=PRODUCTION)
SECRET_KEY = KEYS["django"].hex()
ALLOWED_HOSTS = [h for h in os.environ.get("TUNGNHA_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TUNGNHA_ORIGINS", "").split(",") if o]

# C23: a rehearsal may set the clock; production cannot.
REHEARSAL = os.environ.get("TUNGNHA_REHEARSAL", "") == "1"
REHEARSAL_CLOCK = environment.instant("TUNGNHA_CLOCK")
if PRODUCTION and (REHEARSAL or REHEARSAL_CLOCK):
    environment.refuse("khi chạy thật không được đặt TUNGNHA_REHEARSAL hay TUNGNHA_CLOCK: đồng hồ là giờ thật.")
REHEARSAL_CLOCK_FILE = DATA_DIR / "clock"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "axes",
    "tungnha.units",
    "tungnha.people",
    "tungnha.ledger",
    "tungnha.lists",
    "tungnha.field",
    "tungnha.outreach",
    "tungnha.voices",
    "tungnha.plans",
    "tungnha.progress",
    "tungnha.reports",
    "tungnha.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tungnha.web.middleware.ContentSecurityPolicy",
    "tungnha.web.middleware.NotTooLarge",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "tungnha.units.middleware.CurrentMember",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tungnha.web.middleware.ProblemPages",
    "tungnha.progress.tallies.middleware.RecountWhatChanged",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tungnha.config.urls"
WSGI_APPLICATION = "tungnha.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tungnha.web.context.frame",
            ],
        },
    }
]


def database() -> dict[str, object]:
    """SQLite in WAL mode unless DATABASE_URL names PostgreSQL."""
    named = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'tungnha.sqlite3'}"
    if not named.startswith(("sqlite:", "postgres:", "postgresql:")):
        environment.refuse("DATABASE_URL phải bắt đầu bằng postgres:// (hoặc bỏ trống để dùng SQLite).")
    # A kept connection is tried before it is used: PostgreSQL may have been restarted meanwhile.
    found = dj_database_url.parse(named, conn_max_age=60, conn_health_checks=True)
    if found["ENGINE"] == "django.db.backends.sqlite3":
        # IMMEDIATE: a read-then-write transaction otherwise fails at once with "database is locked".
        # FULL: a power cut must not lose a visit that the phone was told is stored.
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA mmap_size=134217728;PRAGMA cache_size=-20000;",
        }
    return dict(found)


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "tungnha.units.login.PhoneOrEmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "units:login"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "units:login"

# Five wrong passwords for one name from one address: a quarter of an hour's wait.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "tungnha.units.login.client_address"
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "tungnha.units.login.attempt_name"
AXES_LOCKOUT_CALLABLE = "tungnha.units.login.locked_out"
AXES_SENSITIVE_PARAMETERS = ["password", "login", "next"]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # it would keep the e-mail in clear; our own log keeps who came in and when

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["tungnha.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {
        "BACKEND": "tungnha.units.files.WholeFileStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the review page of a long plan is one form
# Small uploads stay in memory; larger ones are sealed as they arrive: none lies in clear in a temporary folder.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "tungnha.units.uploads.SealedUploadHandler",
]
REQUEST_MAX_BYTES_OF = {"/nhan-khau/nhap/": 310 * 1024 * 1024}  # a register of a million people as .csv
REQUEST_MAX_BYTES = 60 * 1024 * 1024  # above the largest file any form takes; more is not read at all

SESSION_COOKIE_AGE = 12 * 3600  # a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
BEHIND_PROXY = os.environ.get("TUNGNHA_BEHIND_PROXY") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "tungnha.web.views_errors.csrf_failure"

# "Trước ngày D" is read strictly: the last instant is 24:00 of D-1. "until" reads it as the end of D (C22 b).
BEFORE_DAY_RULE = environment.choice("TUNGNHA_BEFORE_DAY", ("before", "until"), "before")

# How notices go out to members (units/senders.py): a channel's code → the class that sends by it.
SENDERS = {"mail": "tungnha.units.senders.MailSender"}
MAIL_SETTINGS = environment.mail_server("TUNGNHA_SMTP", "TUNGNHA_MAIL_FROM")
# Whom services of browsers' makers may write to (RFC 8292); unset: nothing is sent through browsers. What is sent is
# sealed for the one browser, and names nobody (docs/decisions/0051). PUSH_ALSO: other services, in tests.
PUSH_CONTACT = environment.push_contact("TUNGNHA_PUSH_CONTACT")
PUSH_ALSO: tuple[str, ...] = ()
# Where the product is reached, for links in what goes out; else the first of the origins.
ADDRESS = (os.environ.get("TUNGNHA_ADDRESS", "") or next(iter(CSRF_TRUSTED_ORIGINS), "")).rstrip("/")

# Counts of people who need more help are shown from this size up: fewer would name them (C20).
SMALL_GROUP = environment.count("TUNGNHA_SMALL_GROUP", 5)

# "Sống" (C19): a record confirmed within so many months. Six: a commune works in half-years (reports, reviews of who
# lives where), and somebody away longer than six months is no usual resident for the statisticians.
CONFIRM_MONTHS = environment.count("TUNGNHA_CONFIRM_MONTHS", 6)

# What runs out within so many days stands on the page of renewals (C4).
RENEWAL_DAYS = environment.counts("TUNGNHA_RENEWAL_DAYS", (30, 60, 90))

# Work that goes on (thường xuyên) turns grey after so many weeks of work without a word (docs/decisions/0039).
QUIET_WEEKS = environment.count("TUNGNHA_QUIET_WEEKS", 4)

# Bodies (numbers of organisations) that answer for the whole country and see counts of all provinces (decision 0038).
COUNTRY_READERS = environment.numbers("TUNGNHA_COUNTRY_READERS")

# How many different people's numbers one member may see in full in a day, before the data steward is asked.
UNMASKS_A_DAY = environment.count("TUNGNHA_UNMASKS_A_DAY", 50)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "tungnha.units.logs.NothingPersonal",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["stderr"],
        "level": environment.choice("TUNGNHA_LOG", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), "WARNING"),
    },
    "loggers": {"axes": {"level": "WARNING"}},  # at INFO it writes who logged in, by e-mail
}
