"""Settings, read from the environment or `.env`; refuses to start half-configured.

Every variable is listed in the README. Secrets are checked when a setting is read, that is before
the first request, so that a server with a missing or weak secret never answers one.
"""

import datetime
import ipaddress
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import Any

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def _refuse_weak(name: str, value: str, least: int) -> None:
    if len(value) < least or len(set(value)) < 12 or value.startswith("django-insecure"):
        raise ImproperlyConfigured(
            f"{name} is missing or weak: set it in the environment or .env to at least {least} random characters."
        )


def _secrets(name: str, *, least: int) -> list[str]:
    """One or several secrets, comma-separated: the first writes or signs, all find or are believed."""
    values = [value.strip() for value in env.str(name, default="").split(",") if value.strip()]
    for value in values or [""]:
        _refuse_weak(name, value, least)
    return values


def _fernet_keys(name: str) -> list[str]:
    """One or several Fernet keys, comma-separated: the first encrypts, all decrypt."""
    keys = [key.strip() for key in env.str(name, default="").split(",") if key.strip()]
    try:
        for key in keys:
            Fernet(key)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must hold Fernet keys: 32 random bytes in URL-safe base64.") from error
    if not keys or any(len(set(key)) < 12 for key in keys):
        raise ImproperlyConfigured(f"{name} is missing or weak: set it to a random Fernet key.")
    return keys


def _programme_date() -> datetime.date | None:
    text = env.str("PROGRAMME_DATE", default="").strip()
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ImproperlyConfigured("PROGRAMME_DATE must be a day such as 2018-09-09, or empty.") from error


def _sender(text: str, *, required: bool) -> str:
    """Whom letters come from: in the programme's name, unless another is set. Refuses what cannot be answered."""
    name, address = parseaddr(text)
    mailbox, _, domain = address.rpartition("@")
    if (text or required) and not (mailbox and "." in domain):
        raise ImproperlyConfigured(
            "MAIL_FROM must be the address that letters come from where EMAIL_URL sends them: portal@okoce.example.org."
        )
    return formataddr((name or "OK OCE Jakarta", address or "portal@localhost"))


def _is_loopback(host: str) -> bool:
    if host in {"localhost", "testserver"}:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


# --- The programme ---------------------------------------------------------------------------------
PROGRAMME_DATE = _programme_date()

# --- Secrets ---------------------------------------------------------------------------------------
SECRET_KEY, *SECRET_KEY_FALLBACKS = _secrets("SECRET_KEY", least=50)
NIK_KEYS = _fernet_keys("NIK_KEY")
NIK_INDEX_KEYS = _secrets("NIK_INDEX_KEY", least=32)

# --- Serving ---------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TLS = env.bool("TLS", default=True)
if not TLS and not all(_is_loopback(host) for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("TLS=off is for this machine only: ALLOWED_HOSTS may then name loopback hosts only.")

SECURE_SSL_REDIRECT = TLS
# How many proxies of ours stand before the portal: that many of the addresses forwarded to it are believed.
PROXIES = env.int("PROXIES", default=1 if TLS else 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_HSTS_PRELOAD = TLS
SECURE_REFERRER_POLICY = "same-origin"
# `__Host-`: browsers take such a cookie only over TLS, from this very host, and for all of it.
_OF_THIS_HOST = "__Host-" if TLS else ""
SESSION_ENGINE = "okoce.accounts.sessions"  # says how long sessions last
SESSION_COOKIE_NAME = f"{_OF_THIS_HOST}sessionid"
SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
DEVICE_COOKIE_NAME = f"{_OF_THIS_HOST}device"
CSRF_COOKIE_NAME = f"{_OF_THIS_HOST}csrftoken"
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "okoce.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"

# Named as Django 6 names it, so that the middleware can give way to Django's own.
SECURE_CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

# --- Applications ----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "okoce.ui",
    "okoce.regions",
    "okoce.accounts",
    "okoce.audit",
    "participants",
    "participants.own",
    "participants.notices",
    "participants.attending",
    "participants.totals",
    "permits",
    "permits.api",
    "permits.checks",
    "permits.reconciling",
    "targets",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_filters",
]

MIDDLEWARE = [
    "okoce.api.problems.ProblemDetails",
    "okoce.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "participants.addresses.NoNikInAddresses",
    "okoce.security.KnownMethods",
    "okoce.security.KnownPaths",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "okoce.ui.compressing.Compressed",  # below whitenoise, whose files lie compressed on disk
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "okoce.audit.exporting.Recorded",
    "okoce.ui.resending.SignInFirst",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "okoce.accounts.demanding.Demands",
    "okoce.security.SentOnly",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "okoce.replica.Written",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "okoce.urls"
WSGI_APPLICATION = "okoce.wsgi.application"

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
                "okoce.views.page_frame",
            ],
            "builtins": ["okoce.ui.templatetags.okoce"],
        },
    }
]
FORM_RENDERER = "okoce.ui.forms.HouseRenderer"

# --- Uploads ---------------------------------------------------------------------------------------
FILE_UPLOAD_HANDLERS = [
    "okoce.ui.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Database --------------------------------------------------------------------------------------
# The most that one statement may take; manage.py, whose commands take as long as they need, sets it to 0.
STATEMENT_SECONDS = env.int("STATEMENT_SECONDS", default=20)


def _bound(database: dict[str, Any]) -> None:
    """PostgreSQL that keeps nobody waiting, neither when its host is gone nor for a statement or a lock without end."""
    options = database.setdefault("OPTIONS", {})
    limits = {
        "statement_timeout": 1000 * STATEMENT_SECONDS,
        "lock_timeout": 750 * STATEMENT_SECONDS,  # sooner, so that the page says which of the two it was
        "idle_in_transaction_session_timeout": 3000 * STATEMENT_SECONDS,
    }
    if STATEMENT_SECONDS:
        ours = " ".join(f"-c {name}={milliseconds}" for name, milliseconds in limits.items())
        options["options"] = f"{ours} {options.get('options', '')}".rstrip()
    options.setdefault("connect_timeout", 3)
    # A host that swallows every packet is given up after some ten seconds, whether it owes an answer or a receipt.
    options.setdefault("tcp_user_timeout", 10_000)
    for name, value in {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}.items():
        options.setdefault(name, value)
    database.update({"ENGINE": "okoce.postgres", "CONN_HEALTH_CHECKS": True})


DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'okoce.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue for the lock at BEGIN instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is deleted is overwritten: somebody who was erased leaves no trace in the file.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;PRAGMA temp_store=MEMORY;"
            "PRAGMA secure_delete=ON;"
        ),
    } | DATABASES["default"].get("OPTIONS", {})
else:
    _bound(DATABASES["default"])
# Kept for SQLite too: opening costs as much as a page, and the last to close writes the log back into the file.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASE_ROUTERS = []
if env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = env.db("DATABASE_REPLICA_URL") | {"CONN_MAX_AGE": 60}
    DATABASE_ROUTERS = ["okoce.replica.Router"]
    if any(database["ENGINE"].endswith("sqlite3") for database in DATABASES.values()):
        raise ImproperlyConfigured("DATABASE_REPLICA_URL is for PostgreSQL: only a server of its own can be followed.")
    _bound(DATABASES["replica"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://okoce")}
_MAIL = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(_MAIL)
# A demo's letters go to invented people: a real sender is asked for where letters can reach somebody.
DEFAULT_FROM_EMAIL = _sender(
    env.str("MAIL_FROM", default="").strip(),
    required="smtp" in _MAIL["EMAIL_BACKEND"] and not DEBUG and PROGRAMME_DATE is None,
)
EMAIL_TIMEOUT = 20  # seconds for each answer of the mail server: a letter is done before its lease ends
# What links in letters begin with: no request is at hand when they are written.
PORTAL_URL = env.str("PORTAL_URL", default=(CSRF_TRUSTED_ORIGINS or ["http://127.0.0.1:8000"])[0])

# --- Signing in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "okoce.accounts.passwords.LongEnough"},
    {"NAME": "okoce.accounts.passwords.HardToGuess"},
    {"NAME": "okoce.accounts.passwords.NotAboutYou", "OPTIONS": {"user_attributes": ("username", "name", "email")}},
]
# One hash takes 170 ms of these machines: OWASP asks of PBKDF2-SHA256 600,000 rounds, this has a million.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "landing"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "okoce.accounts.signing_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "participants.own.signing_in.SignInForm",
    "change_password": "okoce.accounts.password_forms.ChangePasswordForm",
    "reauthenticate": "okoce.accounts.second_factor_forms.PasswordForm",
    "reset_password": "participants.own.signing_in.ResetPasswordForm",
    "reset_password_from_key": "okoce.accounts.password_forms.ResetPasswordKeyForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
# By address: an office or a training hall shows one. By key: an account, apart for a browser it was signed in to from
# before (okoce.accounts.devices). Counted in the cache: each process for itself, unless CACHE_URL is shared.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "second_factor": "5/5m/key,50/d/key",
    "reauthenticate": "10/5m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_ADAPTER = "okoce.accounts.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # few have an address, and none is verified
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TLS  # http://localhost has no other
MFA_FORMS = {
    "authenticate": "okoce.accounts.second_factor_forms.CodeForm",
    "authenticate_webauthn": "okoce.accounts.second_factor_forms.KeyForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[OK OCE Jakarta] "
# Whoever has an e-mail address is told when their password or that address changes.
ACCOUNT_EMAIL_NOTIFICATIONS = True

# --- API -------------------------------------------------------------------------------------------
# REST framework and drf-spectacular are used as libraries: their apps would only bring pages and files of theirs.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["permits.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["okoce.api.limits.PerToken"],
    # A token: ten a second. An address: everybody in one office shows the same, so it is generous.
    "DEFAULT_THROTTLE_RATES": {"token": "600/min", "address": "1200/min"},
    "NUM_PROXIES": PROXIES,
    "DEFAULT_PARSER_CLASSES": ["okoce.api.reading.Parser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_METADATA_CLASS": "okoce.api.options.Options",
    "EXCEPTION_HANDLER": "okoce.api.problems.handle",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "API portal OK OCE Jakarta",
    "DESCRIPTION": "Angka capaian untuk umum, dan izin untuk sistem instansi.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATION_PARAMETERS": False,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {"PaceStatusEnum": "targets.pace.Status", "PermitStatusEnum": "permits.api.telling.STATUS"},
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "okoce.api.describing.refuse_other_members",
    ],
}

# --- Language and time -----------------------------------------------------------------------------
LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
FORMAT_MODULE_PATH = "okoce.ui.locale"
USE_TZ = True
# `/x/{{ pk }}/` must never become `/x/12.345/`: figures are formatted by filters of our own.
USE_THOUSAND_SEPARATOR = False

# --- Static files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Logging ---------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "okoce.security.HidesLongNumbers",
            "fmt": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own handlers would pass by the formatter, and send errors by e-mail.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
DEFAULT_EXCEPTION_REPORTER = "okoce.security.ReportsWithoutLongNumbers"
