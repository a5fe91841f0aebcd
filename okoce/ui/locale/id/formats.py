"""How Django writes days and moments where no filter of ours does: as okoce.ui.formats has them."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y H.i T"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y H.i T"
