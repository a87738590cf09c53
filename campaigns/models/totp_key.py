"""The keys of authenticator apps, sealed under SECRETS_KEYS like the secrets of applications."""

from binascii import hexlify, unhexlify

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaigns.lib import encryption

SEALED = "sealed"
"""Stands in django-otp's column for a key. It is no key: a program of the release before, which
reads that column, ends in an error, where it would take codes of an empty key."""


class TotpKey(models.Model):
    """The key of one authenticator app; it opens for this device and its user only.

    Without a constraint in the database: the release before deletes devices and not this row.
    """

    device = models.OneToOneField(
        TOTPDevice,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="sealed_key",
        db_constraint=False,
    )
    sealed = models.TextField()

    class Meta:
        verbose_name = _("authenticator key")
        verbose_name_plural = _("authenticator keys")
        default_permissions = ()

    def __str__(self) -> str:
        return f"key of device {self.pk}"


class AuthenticatorApp(TOTPDevice):  # type: ignore[misc]  # django-otp has no types
    """django-otp's device, with its key sealed in a row of TotpKey."""

    class Meta:
        proxy = True
        default_permissions = ()

    @property
    def bin_key(self) -> bytes:
        """The key. One that the release before stored in clear is read too. Raises WrongKey."""
        row = TotpKey.objects.filter(pk=self.pk).first()
        if row is None and self.key != SEALED:
            return unhexlify(self.key)
        return unhexlify(encryption.unseal(row.sealed if row else "", owner=self._owner))

    @property
    def is_sealed(self) -> bool:
        return bool(self.key == SEALED)

    @transaction.atomic
    def seal_key(self, key: bytes) -> None:
        """Store this key, under the first of SECRETS_KEYS."""
        sealed = encryption.seal(hexlify(key).decode(), owner=self._owner)
        TotpKey.objects.update_or_create(pk=self.pk, defaults={"sealed": sealed})
        self.key = SEALED
        self.save(update_fields=["key"])

    @property
    def _owner(self) -> str:
        return f"authenticator {self.pk} of user {self.user_id}"
