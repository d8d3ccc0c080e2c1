"""Was zu einem Parameter gehört: Bezeichnung, Einheit, Grenzen, Vorgabe, Quelle, Beispiel."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

SITZUNGSVORLAGE_2011 = "Landkreis Lüneburg, Vorlage 2011/099"
SITZUNGSVORLAGE_2025 = "Landkreis Lüneburg, Vorlage 2025/124"


class Wertart(StrEnum):
    """Was in der Zelle „Wert“ stehen darf."""

    JAHR = "jahr"
    GANZZAHL = "ganzzahl"
    BETRAG = "betrag"
    PROZENT = "prozent"
    ZAHL = "zahl"
    WAHL = "wahl"
    SPALTE = "spalte"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Parameterangabe:
    """Ein Parameter: `name` gilt in JSON, TOML und --setze, `bezeichnung` im Blatt Parameter.

    Name, Typ, Wahlwerte und Pflicht kommen aus dem Feld des Satzes, zu dem die Angabe gehört.
    `weitere` sind andere Schreibweisen, die im Blatt auch gelten. `vorgabe` None heißt: keine.
    Grenzen schließen ein, mit `ueber_null` ist 0 selbst ausgeschlossen.
    """

    bezeichnung: str
    wertart: Wertart
    einheit: str
    erlaeuterung: str
    quelle: str = ""
    beispiel: str = ""
    vorgabe: Decimal | str | None = None
    wahl: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    ueber_null: bool = False
    weitere: tuple[str, ...] = ()
    name: str = ""
    typ: Callable[[Decimal | str], Any] = str
    pflicht: bool = False


def jahresangabe(
    bezeichnung: str, erlaeuterung: str, beispiel: str, **weiteres: Any
) -> Parameterangabe:
    """Ein Jahr von 1990 bis 2100."""
    return Parameterangabe(
        bezeichnung,
        Wertart.JAHR,
        "",
        erlaeuterung,
        beispiel=beispiel,
        minimum=Decimal(1990),
        maximum=Decimal(2100),
        **weiteres,
    )


def betragsangabe(
    bezeichnung: str,
    erlaeuterung: str,
    beispiel: str,
    einheit: str = "€/Jahr",
    **weiteres: Any,
) -> Parameterangabe:
    """Ein Betrag ab 0 €."""
    return Parameterangabe(
        bezeichnung,
        Wertart.BETRAG,
        einheit,
        erlaeuterung,
        beispiel=beispiel,
        minimum=Decimal(0),
        **weiteres,
    )


def prozentangabe(
    bezeichnung: str, erlaeuterung: str, beispiel: str, maximum: int = 100, **weiteres: Any
) -> Parameterangabe:
    """Ein Prozentwert ab 0 %, als 70 und nicht als 0,7."""
    return Parameterangabe(
        bezeichnung,
        Wertart.PROZENT,
        "%",
        erlaeuterung,
        beispiel=beispiel,
        minimum=Decimal(0),
        maximum=Decimal(maximum),
        **weiteres,
    )


def wahlangabe(
    bezeichnung: str, erlaeuterung: str, beispiel: str, **weiteres: Any
) -> Parameterangabe:
    """Einer der Werte, die der Typ des Feldes aufzählt."""
    return Parameterangabe(
        bezeichnung, Wertart.WAHL, "", erlaeuterung, beispiel=beispiel, **weiteres
    )


def textangabe(bezeichnung: str, erlaeuterung: str, beispiel: str) -> Parameterangabe:
    """Freier Text für den Kopf der Anlage; er ändert keine Zahl."""
    return Parameterangabe(bezeichnung, Wertart.TEXT, "", erlaeuterung, beispiel=beispiel)


def als_parameter(name: str, hinweis: object) -> Parameterangabe:
    """Die Angabe eines Feldes, vervollständigt um Namen, Typ, Wahlwerte und Pflicht.

    Eingang: Typ des Feldes als Annotated[Typ, Angabe]; „| None“ heißt: darf fehlen.
    Fehler: TypeError, wenn zum Feld keine Angabe gehört.
    """
    if get_origin(hinweis) is not Annotated:
        raise TypeError(f"Zum Parameter {name} fehlt die Angabe.")
    angabe: Parameterangabe
    erlaubt, angabe = get_args(hinweis)
    typ, *leer = get_args(erlaubt) or (erlaubt,)
    return replace(
        angabe,
        name=name,
        typ=typ,
        wahl=tuple(typ) if issubclass(typ, StrEnum) else angabe.wahl,
        pflicht=NoneType not in leer and angabe.vorgabe is None,
    )
