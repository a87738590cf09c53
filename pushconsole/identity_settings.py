"""How people prove who they are, and for how long that holds."""

from datetime import timedelta

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
OTP_TOTP_ISSUER = "pushconsole"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Throttling. A success forgives nothing by itself: whoever knows a password could otherwise sign in
# between any number of guesses at the code.
AXES_HANDLER = "campaigns.accounts.throttling.Handler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]
AXES_FAILURE_LIMIT = 5
"""Of one name from one address: whoever mistypes needs two or three, a guesser gets 480 a day."""
USER_FAILURE_LIMIT = 30
"""Of one name from all addresses. Far above the other, because strangers who reach it lock out
the person too: for 15 minutes, never longer than they go on."""
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "campaigns.accounts.throttling.locked_out"
AXES_CLIENT_IP_CALLABLE = "campaigns.accounts.client_address.client_address"
AXES_USERNAME_FORM_FIELD = "username"
AXES_SENSITIVE_PARAMETERS = ["username"]
"""Kept out of log lines: some people type their password there."""
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Sessions (ASVS 5.0, 7.3): Django ends one that was not saved for SESSION_COOKIE_AGE seconds
SESSION_COOKIE_AGE = 30 * 60
SESSION_LENGTH = 12 * 3600
"""Seconds from signing in, whatever was done meanwhile."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
