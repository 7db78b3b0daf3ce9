"""Words of streets and houses that are written in full or short: what is hidden as one is found as the other, too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

# One row for each word, as it is compared (small letters): what is written in English (USPS Publication 28, appendices
# C1 and C2, and what is common in Britain) and in Spanish (the usual abbreviations of the Ortografía of the RAE, and of
# the street register of the INE).
_ROWS = """
    alley aly
    apartment apt apto apartamento
    avenue avenida ave av avda avd
    block bloque blk bl
    boulevard bulevar blvd bvd blvr bulev
    building edificio bldg edif
    calle c cl cll
    calleja callejón callejon cjón cjon
    camino cno cmno
    carrera cra kra
    carretera ctra crta cra
    center centre ctr
    circle cir
    close cl
    colonia col
    court ct crt
    crescent cres cr
    departamento depto dpto dep
    drive dr drv
    east e
    edificio edif
    escalera esc
    expressway expy
    floor fl flr
    freeway fwy
    gardens gdns
    glorieta gta
    grove grv gr
    heights hts
    highway hwy
    house hse
    izquierda izq izqda
    derecha dcha der
    junction jct
    lane ln
    mount mt
    mountain mtn
    north n
    oficina of ofic
    parkway pkwy pky
    paseo pso pº po
    pasaje pje psje
    passage psge
    place pl
    plaza pl plz plza pza
    polígono poligono pol polg
    puerta pta
    road rd
    ronda rda
    room rm
    rotonda rtda
    route rte
    saint st santa sta santo sto san
    south s
    square sq
    street st str
    suite ste
    terrace ter terr tce
    trail trl
    travesía travesia trva trv trav
    turnpike tpke
    urbanización urbanizacion urb
    valley vly
    vía via
    village vlg
    walk wlk
    west w
"""
_MOST = 64  # forms of one place: two or three such words in it, each with its usual ways


@lru_cache(maxsize=1)
def _ways() -> dict[str, tuple[str, ...]]:
    """Return for each such word all ways in which it may be written; a short one may stand for several."""
    found: dict[str, dict[str, None]] = {}
    for row in filter(None, map(str.split, _ROWS.splitlines())):
        for word in row:
            found.setdefault(word, {}).update(dict.fromkeys([word, *row]))
    return {word: tuple(ways) for word, ways in found.items()}


def written_ways(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the other ways in which the words of a place may be written: ``12 canal street`` as ``12 canal st``.

    ``words`` are as they are compared. There is none where only such words are in it, or one word alone: what is left
    would be found everywhere.
    """
    ways = [_ways().get(word, (word,)) for word in words]
    if not any(len(each) > 1 for each in ways) or not _tells(words):
        return
    yield from (each for each in islice(product(*ways), _MOST) if each != words)


def _tells(words: tuple[str, ...]) -> bool:
    """Say whether something stands among words of streets that tells which one: a name of three letters or more."""
    return any(len(word) > 2 and not word.isdigit() and word not in _ways() for word in words)
