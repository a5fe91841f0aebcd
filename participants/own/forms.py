"""What participants write about their account and their data, and what officials decide about it."""

from django.core.exceptions import ValidationError
from django.forms import CharField, TextInput

from okoce.ui import forms
from participants.own import links

NOT_A_CODE = "Kode ini salah ketik. Periksa lagi huruf demi huruf; ada 12 huruf dan angka."


class CodeForm(forms.Form):
    """The code that an official handed out."""

    code = CharField(
        label="Kode dari petugas",
        max_length=40,
        help_text="12 huruf dan angka. Contoh: 4K7H-2MX9-QRLW.",
        widget=TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"max_length": NOT_A_CODE, "null_characters_not_allowed": NOT_A_CODE},
    )

    def clean_code(self) -> str:
        code = links.parse(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(NOT_A_CODE, code="mistyped")
        return code
