"""What somebody typed into a form whose session had ended, until they have signed in again."""

from django.conf import settings
from django.db import models

from .fields import CreatedField


class KeptForm(models.Model):
    """`browser`: digest of the cookie of the browser that posted it. `sealed` opens for `user`
    only."""

    browser = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField()
    created = CreatedField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"kept form {self.pk}"
