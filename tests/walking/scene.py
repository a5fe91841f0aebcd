"""Two places with one of everything in each: what lies in the other place carries a word that nobody here may read."""

import io
from dataclasses import dataclass
from datetime import date, timedelta

from django.test import Client

from okoce import clock
from okoce.accounts.models import User
from okoce.accounts.rights import Who
from okoce.regions import tree
from participants.attending import sessions
from participants.attending import staging as attending
from participants.models import Participant, Step
from participants.own import requests
from participants.own.accounts import open_account
from participants.own.models import RequestedField, RequestKind
from permits import merging
from permits.api import issuing
from permits.api.models import Agency, Scope
from permits.checks import sampling
from permits.checks.models import SampledPermit
from permits.importing import staging as importing
from permits.models import ObstacleKind
from permits.obstacles import set_obstacle
from permits.reconciling import staging as reconciling
from permits.reconciling.models import RegisterRow
from targets import publishing
from targets.models import Report
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, PROVINCE
from tests.participants.factories import BIRTHDAY, a_nik, a_participant
from tests.permits.factories import a_permit
from tests.permits.importing.files import a_row, csv
from tests.targets.setting import a_target

HERE, ELSEWHERE = "zamrud", "kecubung"
"""The words that everything in either place carries."""

Ids = dict[str, dict[str, object]]
"""What stands in the address, by kind of thing."""

PASSWORD = "kebun-pisang-di-loteng-7"


@dataclass(frozen=True)
class Actor:
    """Somebody who comes: in which column of the table, and with what in hand."""

    name: str
    who: Who
    client: Client
    account: User | None = None


def furnish(kelurahan: str, word: str) -> Ids:
    """One of everything in a kelurahan, each with the word in whatever of it can be read."""
    officer = an_officer(kelurahan, username=f"petugas-{word}", name=f"Petugas {word}", password=PASSWORD)
    official = an_official(tree.nodes()[kelurahan].parent_code, username=f"pgo-{word}", name=f"Pejabat {word}")
    holder = _person(kelurahan, word, "Pemegang")
    waiting = _person(kelurahan, word, "Menunggu")
    twin = _person(kelurahan, word, "Menunggu")
    gone, kept = _person(kelurahan, word, "Lama", BIRTHDAY - timedelta(days=900)), _person(kelurahan, word, "Baru")
    merging.merge(kept, gone, by=official, reason=f"Sama orangnya, {word}.")
    open_account(holder, password=PASSWORD)
    holder.refresh_from_db()
    permit = a_permit(holder, by=officer, number=f"{word}/1/e/2018", kelurahan=kelurahan)
    a_permit(
        holder, by=officer, number=f"{word}/2/e/2018", kelurahan=kelurahan, kind="SKU", investment=None, workers=None
    )
    obstacle = set_obstacle(waiting, kind=ObstacleKind.OTHER, note=f"Kendala {word}", by=officer)
    asked = requests.ask(
        waiting, kind=RequestKind.CORRECTION, by=officer, field=RequestedField.NAME, wanted=f"Nama {word}", note=word
    )
    own = requests.ask(
        holder, kind=RequestKind.CORRECTION, by=holder.user, field=RequestedField.NAME, wanted=f"Diri {word}", note=word
    )
    requests.ask(kept, kind=RequestKind.ERASURE, by=officer, note=f"Lupakan {word}")
    session = sessions.plan(
        sessions.Plan(Step.P2, f"Balai {word}", kelurahan, date(2018, 9, 1), invited=30), by=official
    )
    attendance = attending.receive(
        attending.entries_of_text(waiting.displayed_number),
        by=official,
        step="P2",
        held_on=date(2018, 9, 1),
        session=session,
        file_name=f"hadir-{word}.xlsx",
    )
    rows = csv([a_row(twin, f"{word}/3/e/2018"), a_row("bukan orang", f"{word}/4/e/2018")])
    source = importing.receive(rows, f"izin-{word}.csv", kelurahan=kelurahan, by=officer)
    importing.check_some(source, by=officer, seconds=5)
    waiting_file = importing.receive(
        io.BytesIO(f"apa;siapa\n{word};{word}\n".encode()), f"kolom-{word}.csv", kelurahan=kelurahan, by=officer
    )
    sample = sampling.draw(
        region=official.region_id or "", issued_from=date(2018, 1, 1), issued_to=clock.today(), size=5, by=official
    )
    a_target(321, kelurahan, reason=f"Sebab {word}.")
    number = {"number": holder.displayed_number}
    return {
        "person": number,
        "waiting": {"number": waiting.displayed_number},
        "pair": {"number": waiting.displayed_number, "other": twin.displayed_number},
        "gone": {"number": gone.displayed_number},
        "step": {**number, "step": "P2"},
        "question": {"number": waiting.displayed_number, "field": "nama"},
        "permit": {"pk": permit.pk},
        "deed": {"pk": permit.pk, "deed": "cabut"},
        "obstacle": {"pk": obstacle.pk},
        "request": {"pk": asked.pk},
        "own request": {"pk": own.pk},
        "session": {"pk": session.pk},
        "list": {"pk": attendance.pk},
        "import": {"pk": source.pk},
        "import to match": {"pk": waiting_file.pk},
        "sample": {"pk": sample.pk},
        "sample file": {"pk": sample.pk, "ending": "csv"},
        "drawn": {"pk": SampledPermit.objects.filter(sample=sample).first().pk},
        "region": {"region": kelurahan},
        "file": {"region": kelurahan, "ending": "csv"},
    }


def everywhere() -> Ids:
    """What belongs to no place: a register and a report of the province, and the words that stand in addresses."""
    province = an_official(PROVINCE, username="pgo-semua", name="Pejabat semua")
    register, _ = reconciling.receive(
        io.BytesIO(b"NIK;Nomor izin;Jenis;Tanggal terbit;Kelurahan\n3173990101800001;9/e/2018;IUMK;01/09/2018;Kapuk\n"),
        "register.csv",
        by=province,
    )
    report: Report = publishing.publish(by=province, as_of=clock.today(), note="Untuk pers.")
    row = RegisterRow.objects.filter(register=register).first()
    return {
        "": {},
        "own field": {"field": "nama"},
        "ending": {"ending": "csv"},
        "register": {"pk": register.pk},
        "register file": {"pk": register.pk, "ending": "csv"},
        "row": {"pk": row.pk, "deed": "catat"},
        "report": {"number": report.number},
        "report file": {"number": report.number, "ending": "csv"},
    }


def actors(here: Ids) -> list[Actor]:
    """Everybody who may come, each answering for the place that is `here`."""
    holder = Participant.objects.get(number=str(here["person"]["number"]).replace("-", ""))
    city, kecamatan = tree.path(CENGKARENG_TIMUR)[1].code, tree.path(CENGKARENG_TIMUR)[2].code
    closed = an_officer(CENGKARENG_TIMUR, username="petugas-ditutup")
    signed_in = [
        ("participant", Who.PARTICIPANT, holder.user),
        ("officer", Who.OFFICER, User.objects.get(username=f"petugas-{HERE}")),
        ("PGO of a kecamatan", Who.OFFICIAL, an_official(kecamatan, username="pgo-kecamatan", password=PASSWORD)),
        ("PGO of a city", Who.OFFICIAL, an_official(city, username="pgo-kota", password=PASSWORD)),
        ("PGO of the province", Who.PROVINCE, an_official(PROVINCE, username="pgo-provinsi", password=PASSWORD)),
        ("administrator", Who.ADMINISTRATOR, an_administrator(username="admin", password=PASSWORD)),
        ("closed account", Who.STRANGER, closed),
    ]
    found = [Actor("stranger", Who.STRANGER, Client())]
    for name, who, account in signed_in:
        client = Client()
        client.force_login(account)
        found.append(Actor(name, who, client, account))
    closed.is_active = False
    closed.save(update_fields=["is_active"])
    agency = issuing.open_agency("Instansi", region=city)
    return [*found, *_tokens(agency)]


def _tokens(agency: Agency) -> list[Actor]:
    whole = issuing.grant(agency, scopes=tuple(Scope), by=None)
    reading = issuing.grant(agency, scopes=(Scope.READ,), by=None)
    ended = issuing.grant(agency, scopes=tuple(Scope), by=None)
    issuing.close(ended, by=None)
    return [
        Actor(
            name,
            Who.STRANGER if token is ended else Who.AGENCY,
            Client(headers={"Authorization": f"Bearer {token.secret}"}),
        )
        for name, token in (("token", whole), ("reading token", reading), ("closed token", ended))
    ]


def _person(kelurahan: str, word: str, name: str, born_on: date = BIRTHDAY) -> Participant:
    return a_participant(
        kelurahan=kelurahan,
        name=f"{name} {word}",
        birth_date=born_on,
        nik=a_nik(born_on),
        phone="+628123456789" + str(len(word)),
        email=f"{name}.{word}{Participant.objects.count()}@contoh.id".lower(),
        address=f"Jalan {word} 5",
        business_name=f"Warung {word}",
    )


HERE_IS, ELSEWHERE_IS = CENGKARENG_TIMUR, GAMBIR
