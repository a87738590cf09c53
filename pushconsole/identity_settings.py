"""Settings of sign-in, throttling and sessions."""

from datetime import timedelta

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "campaigns.accounts.address_limit.AddressLimit",
    "django.contrib.auth.backends.ModelBackend",
]
OTP_TOTP_ISSUER = "pushconsole"
LOGIN_URL = "admin:login"
CSRF_FAILURE_VIEW = "campaigns.admin.sign_in.signed_out.csrf_failed"
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

# Throttling. A correct password alone resets no counter: whoever knows it could otherwise sign in
# between any number of guesses at the code.
AXES_HANDLER = "campaigns.accounts.throttle.Handler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]
AXES_FAILURE_LIMIT = 5
"""Failures of one name from one address: a typist needs two or three, a guesser gets 480 a day."""
USER_FAILURE_LIMIT = 30
"""Failures of one name from all addresses. Far above the other limit, because a stranger who
reaches it locks the user out too: for 15 minutes, and no longer than the stranger goes on."""
ADDRESS_LIMIT = 30
"""Sign-ins that failed from one address in ADDRESS_WINDOW, whatever the names: one that is over it
costs no hashing (0.4 s of a core each: at most 12 s in 10 minutes, 2 % of a core). A right password
is not counted. An office behind one address mistypes less than that in 10 minutes."""
KNOWN_ADDRESS_LIMIT = 300
"""The same for whoever signed in at this very browser within KNOWN_BROWSER_FOR, so that strangers
at their address lock nobody out. AXES_FAILURE_LIMIT holds for each of their names; this bounds all
of them to 120 s of hashing in 10 minutes, 20 % of a core."""
KNOWN_BROWSER_FOR = timedelta(days=30)
ADDRESS_WINDOW = timedelta(minutes=10)
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "campaigns.accounts.throttle.locked_out"
AXES_CLIENT_IP_CALLABLE = "campaigns.accounts.client_address.client_network"
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "campaigns.accounts.counted_name.of_request"
AXES_SENSITIVE_PARAMETERS = ["username"]
"""Left out of log lines: some people type their password there."""
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Sessions (ASVS 5.0, 7.3): Django ends one that was not saved for SESSION_COOKIE_AGE seconds
SESSION_ENGINE = "campaigns.accounts.session_store"
SESSION_COOKIE_AGE = 30 * 60
SESSION_LENGTH = 12 * 3600
"""Seconds from sign-in to the end of the session, however active it is."""
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
