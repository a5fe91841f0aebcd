"""Names of people who do not exist, and of their businesses, as heard across Jakarta.

Given and family names are common ones, put together by chance; combinations that belong to somebody known are left
out by leaving out one of their halves.
"""

from random import Random

_JAVANESE = (
    "Sri Endang Wahyuni Sulastri Suparti Ngatinem Sumiyati Tukiyem Rahayu Kartika Purwanti Murniati Ningsih Wulandari "
    "Retno Indah Puji Sutinah Lestari Partini",
    "Slamet Sugeng Wahyu Eko Dwi Tri Heru Paijo Wagiman Poniman Supriyadi Suyatno Teguh Yudi Gatot Sarwono Mulyono "
    "Purwanto Sumardi Ngadiman",
    "Santoso Kurniawan Saputra Raharjo Utomo Purnomo Prasetyo Suryadi Handoko Pamungkas Nugroho Widiyanto Cahyono "
    "Setyowati Handayani Astuti Utami",
)
_BETAWI = (
    "Masitoh Romlah Nur'aini Sa'diyah Munawaroh Hamidah Maimunah Fauziah Rohaya Ma'rufah Juleha Saodah Mar'ah Zaenab "
    "Hasanah Marhamah",
    "Ma'mun Sa'adih Rojali Mursalih Nasrullah Saiful Jaelani Marzuki Asmat Naman Sanusi Syahrul Ro'is Baidowi "
    "Muhidin Sarmili",
    "Mansyur Hasbullah Jayadi Muhidin Sabeni Ridwan Anshori Ma'ruf Zakaria Romli Mughni Sarifudin Matali",
)
_SUNDANESE = (
    "Euis Neneng Imas Iis Lilis Titin Elis Yayah Cucu Nining Ai Enok Tati Yeyet Oneng",
    "Asep Dadang Ujang Cecep Dede Yayan Deden Encep Aceng Tatang Ade Uus Entis Oman Engkos",
    "Suryana Permana Hermawan Sutisna Rukmana Kosasih Rohmat Nurjanah Komalasari Rosmiati Supriatna Mulyana "
    "Kurniasih Somantri",
)
_BATAK = (
    "Tiur Rotua Lamtiur Rosmaida Tiarma Dameria Marintan Duma Rospita Lasma Nurmala Sondang",
    "Togar Parlindungan Monang Tumpal Jonson Ramses Haposan Edison Marulitua Robinsar Pangihutan Jhonny",
    "Siregar Nasution Hutabarat Sihombing Pardede Sinaga Tampubolon Harahap Lubis Hutapea Simbolon Silaban Purba "
    "Nainggolan",
)
_MINANG = (
    "Yusnidar Ermawati Rosneli Desmawati Gusneti Elvira Yarnis Nurhayati Yulmaini Fitriani Marnis",
    "Yusrizal Syafril Afrizal Masrul Irwandi Yulisman Dasril Zulfahmi Nofriadi Syamsuar Hendrizal",
    "Chaniago Koto Piliang Sikumbang Caniago Jambak Guci Melayu Bendang Pitopang",
)
_CHINESE = (
    "Lanny Linda Vivian Meylani Lily Yenny Silvia Meiling Herlina Lina Cynthia Fenny",
    "Hendra Andy Jimmy Edwin Johan Ferry Willy Tommy Surya Franky Erwin Aliong",
    "Wijaya Gunawan Halim Lim Tan Kusuma Setiadi Hartanto Liem Ongko Sutanto Darmawan Lesmana Oey",
)
_EASTERN = (
    "Yuliana Martha Yosefina Elisabeth Ruth Agustina Debora Novita Paulina Adriana",
    "Yohanes Marthen Frans Agustinus Yosef Melkianus Stefanus Petrus Nikolaus Ferdinand",
    "Latuheru Lewaherilla Tuhumury Manek Bere Rumengan Kalalo Wowor Mandagi Tamaela Seran",
)
_COMMUNITIES = tuple(
    tuple(tuple(names.split()) for names in community)
    for community in (_JAVANESE, _BETAWI, _SUNDANESE, _BATAK, _MINANG, _CHINESE, _EASTERN)
)
_COMMUNITY_WEIGHTS = (36, 28, 14, 7, 6, 6, 3)
_BATAK_ON = 3
"""From here on communities have family names, so that nobody has a single name."""

_FIRST = {
    "F": ("Siti", "Nur", "Dewi", "Ayu", "Rina", "Hj. Siti", "Putri", "Fitri"),
    "M": ("Muhammad", "Ahmad", "Abdul", "H. Abdul", "Moh.", "Rizky", "Achmad", "Andi"),
}
_MIDDLE = {
    "F": ("Aminah", "Khodijah", "Rohmah", "Maryam", "Azizah", "Nurfadilah", "Anggraeni", "Rahmawati", "Octaviani"),
    "M": ("Rohman", "Aziz", "Fadillah", "Aditya", "Firmansyah", "Syaputra", "Alamsyah", "Ramadhan", "Hakim"),
}


def person_name(rng: Random, sex: str) -> str:
    """A name as people write it: one word or many, with apostrophes and titles, or all in capitals."""
    [community] = rng.choices(range(len(_COMMUNITIES)), _COMMUNITY_WEIGHTS)
    women, men, last = _COMMUNITIES[community]
    given = rng.choice(women if sex == "F" else men)
    if community >= _BATAK_ON:
        words = [given, rng.choice(last)]
        if rng.random() < 0.2:
            words.insert(1, rng.choice(women if sex == "F" else men))
    else:
        words = _without_family(rng, sex, given, rng.choice(last))
    name = " ".join(dict.fromkeys(words))
    return name.upper() if rng.random() < 0.06 else name


def _without_family(rng: Random, sex: str, given: str, second: str) -> list[str]:
    """Shapes of names where families share none: "Ngatinem", "Siti Aminah", "Muhammad Rizky Aditya Wahyu Saputra"."""
    chance = rng.random()
    if chance < 0.11:
        return [given]
    if chance < 0.35:
        return [rng.choice(_FIRST[sex]), rng.choice(_MIDDLE[sex])]
    if chance < 0.93:
        return [given, second]
    return [rng.choice(_FIRST[sex]), *rng.sample(_MIDDLE[sex], 2), given, second]


_BUSINESS = {
    "food": "Warung Nasi,Katering,Kue Basah,Warung Bakso,Nasi Uduk,Keripik,Es Buah,Kopi,Soto,Gado-gado,Dapur,Sambal",
    "fashion": "Konveksi,Jahit,Butik,Kerudung,Batik,Bordir,Sepatu,Kaus",
    "craft": "Kerajinan,Suvenir,Anyaman,Rajut,Bunga Kering,Mebel,Sablon",
    "trade": "Toko,Warung,Agen,Kios,Grosir,Sembako,Toko Kelontong",
    "services": "Binatu,Pangkas Rambut,Bengkel,Rias Pengantin,Percetakan,Servis AC,Kursus,Salon",
    "farming": "Hidroponik,Tanaman Hias,Ikan Hias,Lele,Jamur,Bibit",
    "other": "Usaha,Sewa Tenda,Daur Ulang,Dokumentasi",
}
SECTORS = tuple(_BUSINESS)
_SECTOR_WEIGHTS = (44, 15, 8, 17, 10, 3, 3)
_KINDS_OF_BUSINESS = {sector: tuple(kinds.split(",")) for sector, kinds in _BUSINESS.items()}
_WISHES = ("Berkah", "Jaya", "Sejahtera", "Barokah", "Makmur", "Mandiri", "Lestari", "Rezeki", "Sumber Rasa", "Ceria")


def sector(rng: Random) -> str:
    """What people do: mostly food."""
    return rng.choices(SECTORS, _SECTOR_WEIGHTS)[0]


def business_name(rng: Random, sector: str, owner: str, sex: str) -> str:
    """ "Warung Nasi Bu Romlah", "Katering Berkah"; empty where the business has no name yet."""
    chance = rng.random()
    if chance < 0.15:
        return ""
    what = rng.choice(_KINDS_OF_BUSINESS[sector])
    if chance < 0.6:
        called = owner.removeprefix("Hj. ").removeprefix("H. ").split()[0].title()
        # title() writes "Nur'Aini".
        called = "'".join([called.split("'")[0], *(part.lower() for part in called.split("'")[1:])])
        return f"{what} {rng.choice(('Bu', 'Mpok', 'Mbak') if sex == 'F' else ('Pak', 'Bang', 'Mas'))} {called}"
    return f"{what} {rng.choice(_WISHES)}"


_BLOCK = (
    "Rusun Contoh Blok C, Jalan Contoh 7, RT 005/RW 003",
    "Rusun Contoh blok C, Jl. Contoh 7 RT 05 RW 03",
    "RUSUN CONTOH BLOK C, JLN CONTOH NO. 7, RT 5/RW 3",
)


def address(rng: Random) -> str:
    """An address in streets that no city has."""
    street = f"Jalan Contoh {rng.randint(1, 60)} No. {rng.randint(1, 180)}"
    return f"{street}, RT {rng.randint(1, 16):03}/RW {rng.randint(1, 14):03}"


def address_in_the_block(rng: Random) -> str:
    """The one address that suspiciously many share, as each of them spells it."""
    return rng.choice(_BLOCK)
