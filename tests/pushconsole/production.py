"""The least that a production installation has to set."""

from cryptography.fernet import Fernet

PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "k" * 60,
    "SECRETS_KEYS": Fernet.generate_key().decode(),
    "ALLOWED_HOSTS": "push.example.com",
}
