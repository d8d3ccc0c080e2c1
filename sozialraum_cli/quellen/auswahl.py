"""Welche Reihen einer Quelle eine Abfrage meint, und was stattdessen da ist, wenn keine passt."""

from collections.abc import Iterable, Iterator, Sequence

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.namen import aufzaehlung, meinten_sie, vergleichsform
from sozialraum_cli.quellen.bestand import Quelle
from sozialraum_cli.quellen.reihe import Reihe, ist_insgesamt
from sozialraum_cli.quellen.zeit import deutsche_liste, passt
from sozialraum_cli.quellen.zuordnung import Abfrage

Treffer = dict[Reihe, Quelle]


def reihen_auswaehlen(
    was: str, abfrage: Abfrage, quellen: Sequence[Quelle], ort: str
) -> Treffer | Befund:
    """Die Reihen, die eine Abfrage meint, oder der Fehler, warum es keine gibt.

    Gilt ein Name genau oder als letzte Überschrift, zählen ungefähre Treffer nicht. Nennt die
    Quelle keine Zeit, passt sie zu jeder.
    """
    dateien = [q for q in quellen if abfrage.meint_datei(q.dateinamen)]
    gemeint = [q for q in dateien if abfrage.meint_blatt(q.blatt)]
    if not gemeint:
        return _keine_datei(was, abfrage, quellen, dateien, ort)
    alle = {reihe: quelle for quelle in gemeint for reihe in quelle.reihen}
    if not alle:
        return _keine_gebiete(was, gemeint, ort)
    guete = {reihe: reihe.guete(abfrage.wert) for reihe in alle}
    beste = max(guete.values())
    benannt = {reihe: alle[reihe] for reihe, wert in guete.items() if wert == beste and beste}
    if not benannt:
        bezeichnungen = list(dict.fromkeys(reihe.bezeichnung for reihe in alle))
        return fehler(
            f"{was}: „{abfrage.wert}“ gibt es in den Quellen nicht; vorhanden sind "
            f"{aufzaehlung(bezeichnungen)}.",
            ort,
            meinten_sie(
                abfrage.wert,
                [name for reihe in alle for name in (*reihe.namen, *reihe.teile) if name],
                "wert ist der Code der Messgröße oder die Überschrift der Spalte.",
            ),
        )
    gefiltert = {r: q for r, q in benannt.items() if _passt_zum_filter(r, abfrage.filter)}
    gefiltert = _nur_insgesamt(gefiltert, abfrage.filter)
    if not gefiltert:
        return _filter_passt_nie(was, abfrage, benannt, ort)
    zeitlich = {
        reihe: quelle
        for reihe, quelle in gefiltert.items()
        if not abfrage.zeiten
        or not reihe.zeit
        or any(passt(zeit, reihe.zeit) for zeit in abfrage.zeiten)
    }
    if not zeitlich:
        vorhanden = {reihe.zeit for reihe in gefiltert}
        return fehler(
            f"{was}: Zur Zeit {deutsche_liste(abfrage.zeiten)} gibt es „{abfrage.wert}“ nicht; "
            f"vorhanden ist {deutsche_liste(vorhanden)}.",
            ort,
            f'In der Zuordnung zeit = "{max(vorhanden)}" schreiben oder die Tabelle für die '
            "gewünschte Zeit herunterladen.",
        )
    return _gesamtspalte(zeitlich, abfrage)


def dateien_ohne_gebiete(quellen: Sequence[Quelle]) -> Iterator[Befund]:
    """Ein Hinweis je Datei, in der keines der gesuchten Gebiete vorkommt, und was darin steht."""
    mit_werten = {quelle.datei for quelle in quellen if quelle.werte}
    for datei in dict.fromkeys(quelle.datei for quelle in quellen):
        if datei not in mit_werten:
            gesehen = [name for q in quellen if q.datei == datei for name in q.gesehen][:5]
            yield hinweis(
                "In der Datei kommt keines der Gebiete der Zuordnung vor; gesehen wurden zum "
                f"Beispiel {aufzaehlung(gesehen) or 'keine'}.",
                datei,
                "Prüfen, ob es die richtige Datei ist.",
            )


def merkmale_nennen(reihen: Iterable[Reihe]) -> str:
    """Je Merkmal die Ausprägungen, für Befunde: GES (Insgesamt, GESM männlich)."""
    gesehen: dict[str, dict[str, None]] = {}
    for reihe in reihen:
        for merkmal in reihe.merkmale:
            name = merkmal.code or merkmal.name
            wort = " ".join(
                dict.fromkeys(filter(None, (merkmal.auspraegung_code, merkmal.auspraegung)))
            )
            gesehen.setdefault(name, {})[wort] = None
    return "; ".join(f"{name}: {aufzaehlung(worte)}" for name, worte in gesehen.items())


def _passt_zum_filter(reihe: Reihe, filter_: Sequence[tuple[str, str]]) -> bool:
    for name, auspraegung in filter_:
        merkmal = next((m for m in reihe.merkmale if m.heisst(name)), None)
        if merkmal is not None:
            if not merkmal.ist(auspraegung):
                return False
        elif auspraegung and not _in_ueberschrift(reihe, auspraegung):
            return False
    return True


def _in_ueberschrift(reihe: Reihe, auspraegung: str) -> bool:
    """In breiten Tabellen stehen Ausprägungen in der Überschrift, ohne das Merkmal."""
    return vergleichsform(auspraegung) in map(vergleichsform, reihe.teile)


def _nur_insgesamt(reihen: Treffer, filter_: Sequence[tuple[str, str]]) -> Treffer:
    """Verlangt ein Filter Insgesamt, gelten in breiten Tabellen nur Spalten, die so heißen."""
    if not any(not auspraegung for _, auspraegung in filter_):
        return reihen
    insgesamt = {r: q for r, q in reihen.items() if any(map(ist_insgesamt, r.teile))}
    return insgesamt or reihen


def _gesamtspalte(reihen: Treffer, abfrage: Abfrage) -> Treffer:
    """Nennt wert eine Überschrift über mehreren Spalten, gilt darunter die mit „Insgesamt“."""
    gesucht = vergleichsform(abfrage.wert)

    def umfasst_alle(reihe: Reihe) -> bool:
        uebrige = [teil for teil in reihe.teile if vergleichsform(teil) != gesucht]
        return bool(uebrige) and all(map(ist_insgesamt, uebrige))

    if any(auspraegung for _, auspraegung in abfrage.filter):
        return reihen
    return {r: q for r, q in reihen.items() if umfasst_alle(r)} or reihen


def _filter_passt_nie(was: str, abfrage: Abfrage, benannt: Treffer, ort: str) -> Befund:
    verlangt = ", ".join(f'{name} = "{wert}"' for name, wert in abfrage.filter)
    vorhanden = merkmale_nennen(benannt) or aufzaehlung(reihe.bezeichnung for reihe in benannt)
    merkmale = [merkmal.code for reihe in benannt for merkmal in reihe.merkmale]
    return fehler(
        f"{was}: Zum Filter {{ {verlangt} }} passt nichts; vorhanden: {vorhanden}.",
        ort,
        meinten_sie(
            abfrage.filter[0][0],
            merkmale,
            'Merkmal und Ausprägung mit Code oder Wort angeben; "" heißt Insgesamt.',
        ),
    )


def _keine_datei(
    was: str, abfrage: Abfrage, quellen: Sequence[Quelle], dateien: Sequence[Quelle], ort: str
) -> Befund:
    if dateien:
        blaetter = dict.fromkeys(quelle.blatt for quelle in dateien if quelle.blatt)
        return fehler(
            f"{was}: Zum Muster blatt = „{abfrage.blatt}“ passt kein Blatt; gelesen wurden "
            f"{aufzaehlung(blaetter) or 'keine Blätter'}.",
            ort,
            "Das Muster in der Zuordnung berichtigen; * steht für beliebige Zeichen.",
        )
    namen = dict.fromkeys(quelle.datei for quelle in quellen)
    return fehler(
        f"{was}: Zum Muster datei = „{abfrage.datei}“ passt keine Quelle; gelesen wurden "
        f"{aufzaehlung(namen) or 'keine'}.",
        ort,
        "Die fehlende Datei mit angeben oder das Muster berichtigen; * steht für alles.",
    )


def _keine_gebiete(was: str, gemeint: Sequence[Quelle], ort: str) -> Befund:
    gesehen = [name for quelle in gemeint for name in quelle.gesehen][:5]
    dateien = aufzaehlung(dict.fromkeys(quelle.datei for quelle in gemeint))
    return fehler(
        f"{was}: In {dateien} kommt keines der Gebiete der Zuordnung vor; gesehen wurden zum "
        f"Beispiel {aufzaehlung(gesehen) or 'keine'}.",
        ort,
        "Prüfen, ob die Datei die Gemeinden enthält und die Schlüssel in [gebiete] stimmen.",
    )
