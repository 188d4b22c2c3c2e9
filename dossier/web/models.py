"""What the browser needs to remember: accounts and long work. Domain data stays in the campaign folder."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from dossier.web.roles import Role, Who


class Account(AbstractUser):
    """A person who may log in (office mode), or the one owner (personal mode).

    Attributes:
        unit: unit id; must be set for a commune's account, and keeps an appraiser off their own unit.
        office: office id of an appraiser.
    """

    first_name = None  # type: ignore[assignment] # a Vietnamese name is one field
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("họ và tên", max_length=120, blank=True)
    role = models.CharField("vai trò", max_length=20, choices=[(role.value, role.label) for role in Role])
    unit = models.CharField("đơn vị", max_length=40, blank=True)
    office = models.CharField("cơ quan", max_length=40, blank=True)

    REQUIRED_FIELDS = ["role"]  # noqa: RUF012 - Django's way to say it

    @property
    def who(self) -> Who:
        """The person, as the rules know them."""
        return Who(
            name=self.full_name or self.username,
            role=Role(self.role),
            unit=self.unit,
            office=self.office,
            owner=self.is_superuser,
        )

    def get_full_name(self) -> str:
        """The name for people."""
        return self.full_name or self.username

    def get_short_name(self) -> str:
        """The same: a Vietnamese name is not cut."""
        return self.get_full_name()


class Job(models.Model):
    """Long work in the background, with what became of it.

    Attributes:
        verb: a key of ``dossier.web.jobs.VERBS``.
        options: plain JSON that the verb takes.
        lines: results for people.
        files: made files, relative to the campaign.
    """

    class State(models.TextChoices):
        """How far the work is."""

        WAITING = "cho", "đang chờ"
        RUNNING = "chay", "đang chạy"
        DONE = "xong", "xong"
        FAILED = "loi", "không làm được"
        CANCELLED = "huy", "đã dừng"
        LOST = "mat", "bị ngắt khi máy dừng"

    verb = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, blank=True)
    options = models.JSONField(default=dict)
    account = models.CharField(max_length=150)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    stage = models.CharField(max_length=200, blank=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    item = models.CharField(max_length=400, blank=True)
    cancel = models.BooleanField(default=False)
    message = models.TextField(blank=True)
    lines = models.JSONField(default=list)
    files = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display()})"

    @property
    def is_over(self) -> bool:
        """Nothing more will come."""
        return self.state not in {self.State.WAITING, self.State.RUNNING}
