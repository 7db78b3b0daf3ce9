"""Where forms of what is hidden are found: at once what each expression would find by itself."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app.dossier.name_forms import Detail, Finder, Place, folded, forms_of, pattern_for

HIDDEN = [
    ("Lena Solberg", "A"), ("Jo Müller", "B"), ("李小雷", "C"), Place("L.S.", "D"), Place("12 Lena Street", "E"),
    Place("…", "F"), Detail("0777 123 45", "G"), Detail("+49 170 555 0199", "H"), Detail("lena@x.example", "I"),
    ("Ida,Kurz/Lund\u2010Ohm", "J"), Detail("\u0660\u0665\u0660 \u0661\u0662\u0663 \u0664\u0665\u0666\u0667", "K"),
]  # fmt: skip
PIECES = ["lena", "Solberg", "0777 12345", "(0777)-12345", "+49 1705550199", "l.s.", "L. S.", "lena@x.example",
          "ida", "Kurz", "ohm", "050 1234567", "\u0660\u0665\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667", "\u0665",
          "12 lena street", "李小雷", "…", "M\u00fcller", "jo", "x", "5", "_", "-", " ", " ", "+", "\n"]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_what_is_found_is_what_the_expressions_find(text: str) -> None:
    forms = {form: each[1] for each in HIDDEN for form in forms_of(each)}
    places = {form for each in HIDDEN if isinstance(each, Place | Detail) for form in forms_of(each)}
    ordered = sorted(forms, key=lambda form: (-len(form), form not in places, form))
    together = re.compile("|".join(f"({pattern_for(form)})" for form in ordered))
    plain, moved = folded(text)
    found = [(*each.span(), forms[ordered[(each.lastindex or 1) - 1]]) for each in together.finditer(plain)]
    assert moved is not None or list(Finder(HIDDEN).spans(text)) == found
