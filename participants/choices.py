"""What can be chosen of a person: their steps, their sector, the way they registered."""

from django.db import models


class Step(models.TextChoices):
    """The seven steps (*7 PAS*). P4 is derived from permits and never stored."""

    P1 = "P1", "Pendaftaran"
    P2 = "P2", "Pelatihan"
    P3 = "P3", "Pendampingan"
    P4 = "P4", "Perizinan"
    P5 = "P5", "Pemasaran"
    P6 = "P6", "Pelaporan keuangan"
    P7 = "P7", "Permodalan"


COMPLETED_BY_PGO = (Step.P2, Step.P3, Step.P5, Step.P6, Step.P7)


class Sector(models.TextChoices):
    FOOD = "food", "Kuliner"
    FASHION = "fashion", "Fesyen"
    CRAFT = "craft", "Kriya"
    TRADE = "trade", "Perdagangan"
    SERVICES = "services", "Jasa"
    FARMING = "farming", "Pertanian dan perikanan"
    OTHER = "other", "Lainnya"


class Channel(models.TextChoices):
    WEB = "web", "mendaftar sendiri"
    DESK = "desk", "didaftarkan petugas"
