"""Ein Rechenschritt als Vorlage: ein Satz und die Rechnung, die er beschreibt."""

from typing import NamedTuple


class Schritt(NamedTuple):
    """Was ein Schritt sagt und wie er rechnet; Größen stehen in geschweiften Klammern.

    groesse: was herauskommt. In der rechnung stehen Zahlen, + - * / ( ), max(a; b), min(a; b) und
    rund(x; einheit); None heißt, der Satz genügt. {bedingung?dann|sonst} wählt, wenn die Bedingung
    gilt; `wenn` nennt eine, ohne die es den Schritt nicht gibt (mit „nicht “ davor: mit der es ihn
    nicht gibt).
    """

    groesse: str
    satz: str
    rechnung: str | None = None
    einheit: str | None = None
    wenn: str | None = None
