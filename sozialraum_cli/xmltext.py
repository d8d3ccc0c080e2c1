"""Texte, wie Mappen sie in XML schreiben: maskierte und verbotene Zeichen."""

import re

from sozialraum_cli.muster import muster

# Steuerzeichen, Umkehrung der Leserichtung und was in XML nicht stehen darf.
STEUERZEICHEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# Excel schreibt Zeichen, die in XML nicht stehen dürfen, als _x0007_.
_MASKIERT = muster("_x([0-9A-Fa-f]{4})_")
_VERWEIS = muster("&(#[0-9]+|amp|lt|gt|quot);")
_BENANNT = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}
_WIE_MASKIERT = muster("_x(?=[0-9A-Fa-f]{4}_)")


def entmaskiert(text: str) -> str:
    """Der Text mit den Zeichen, die Excel als _x000D_ maskiert."""
    if "_x" not in text:
        return text
    return _MASKIERT().sub(lambda treffer: chr(int(treffer[1], 16)), text)


def ohne_verweise(text: str) -> str:
    """Der Text mit den Zeichen, die XML als &amp;, &lt;, &gt;, &quot; oder &#252; schreibt."""
    if "&" not in text:
        return text
    return _VERWEIS().sub(
        lambda treffer: _BENANNT.get(treffer[1]) or chr(int(treffer[1][1:])), text
    )


def maskieren(text: str) -> str:
    """Der Text für eine Zelle: was wie eine Maskierung aussieht, bleibt, was es ist."""
    return _WIE_MASKIERT().sub("_x005F_x", text)
