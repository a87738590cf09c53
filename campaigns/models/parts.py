"""Every parameter of the provider's page as a column, named by `domain.message.shape.Leaf.field`.

Source of labels and help: the page, body parameters (read 2026-11). A test compares the two.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.domain.message.audience_kinds import KINDS, AudienceKind
from campaigns.lib.i18n import later

from .fields import extras, number, strings, text


class AudiencePart(models.Model):
    audience_kind = models.CharField(
        _("who receives it"),
        max_length=10,
        blank=True,
        default="",
        choices=[(kind.key, later(kind.label)) for kind in KINDS.values()],
    )
    audience_tag = strings(_("tags, all of them"), _("A user must carry every tag; at most 20."))
    audience_tag_or = strings(
        _("tags, any of them"), _("A user must carry one of them; at most 20.")
    )
    audience_userid = strings(_("user IDs"), _("At most 1000; all their devices are reached."))
    audience_packageName = text(_("package name"), _("Only users of this application package."))

    class Meta:
        abstract = True

    @property
    def kind(self) -> AudienceKind | None:
        """The audience that was chosen; None while none is."""
        return KINDS.get(self.audience_kind)

    @property
    def is_grave(self) -> bool:
        """An audience is chosen that makes it an everyone-push."""
        return self.kind is not None and self.kind.is_everyone


class NotificationPart(models.Model):
    platform = strings(_("platforms"))
    title = text(_("title"), _("At most 50 characters."))
    alert = text(_("text"), _("Shown where a platform has no text of its own."))
    forceShowPushContent = number(
        _("force display"), _("Show the text even where the user chose to hide it.")
    )

    class Meta:
        abstract = True


class IOSPart(models.Model):
    ios_title = text(_("iOS title"), _("Takes precedence over the title on iOS 8.2 and later."))
    ios_alert = text(_("iOS text"), _("Replaces the text on iOS."))
    ios_badge = number(_("badge"), _("0 or less clears it, empty leaves it; at most 9999."))
    ios_contentAvailable = number(_("wake the app"), _("Runs the app's code in the background."))
    ios_thread_id = text(_("thread-id"), _("Notifications with the same thread-id are grouped."))
    ios_apns_collapse_id = text(_("apns-collapse-id"), _("Replaces one with the same ID; iOS 10."))
    ios_category = text(_("category"), _("The app's own rich push type."))
    ios_richMediaUri = text(_("rich media URL"), _("Needs a category."))
    ios_interruption_level = text(_("interruption level"), _("iOS 15 and later; empty is active."))
    ios_extras = extras(_("iOS extras"))

    class Meta:
        abstract = True


class AndroidPart(models.Model):
    android_alert = text(_("Android text"), _("Replaces the text on Android."))
    android_honor_importance = text(
        _("Honor importance"), _("LOW is marketing: no image is shown.")
    )
    android_honor_image = text(_("Honor image URL"), _("HTTPS, under 512 KB, 40 x 40 dp."))
    android_hw_channelId = text(_("Huawei channel ID"))
    android_hw_importance = text(_("Huawei importance"), _("Empty is NORMAL."))
    android_hw_image = text(_("Huawei image URL"), _("HTTPS, under 512 KB, 40 x 40 dp."))
    android_hw_category = text(_("Huawei category"), _("Upper-case letters, for example IM."))
    android_mi_channelId = text(_("Xiaomi channel ID"))
    android_mi_large_icon_uri = text(_("Xiaomi icon URL"), _("120 x 120 px, PNG or JPG."))
    android_oppo_channelId = text(_("OPPO channel ID"))
    android_oppo_category = text(_("OPPO category"))
    android_oppo_notify_level = number(_("OPPO reminder"), _("Valid with a category only."))
    android_vivo_classification = text(_("vivo classification"), _("Empty is operational."))
    android_vivo_category = text(_("vivo category"), _("Needs the matching classification."))
    android_fcm_channelId = text(_("FCM channel ID"))
    android_fcm_collapse_key = text(_("FCM collapse key"))
    android_fcm_imageUrl = text(_("FCM image URL"), _("At most 1 MB."))
    android_extras = extras(_("Android extras"))

    class Meta:
        abstract = True


class HarmonyOSPart(models.Model):
    harmonyOS_alert = text(_("HarmonyOS text"), _("Replaces the text on HarmonyOS."))
    harmonyOS_ohos_category = text(_("HarmonyOS category"))
    harmonyOS_ohos_image = text(_("HarmonyOS image URL"), _("HTTPS, under 128 x 128 px."))
    harmonyOS_extras = extras(_("HarmonyOS extras"))

    class Meta:
        abstract = True
