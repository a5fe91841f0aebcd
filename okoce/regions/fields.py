"""A form's question about a region."""

from django import forms

from okoce.regions import tree
from okoce.regions.models import Region


class RegionField(forms.ModelChoiceField):
    """A region of any level, told by its code and with its level, since 27 kelurahan share a kecamatan's name."""

    def label_from_instance(self, region: Region) -> str:
        return f"{region.code} {tree.nodes()[region.code].title}"
