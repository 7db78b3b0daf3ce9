"""The things a verification looks at, each with what it shows and what it does not show."""

from __future__ import annotations

from journal_app.i18n import pgettext
from journal_app.integrity.claims import what_a_fingerprint_shows, what_an_anchor_shows, what_the_chain_shows
from journal_app.verification.report import Subject


def the_files() -> Subject:
    """Return the words about: SHA256SUMS and the files beside it."""
    return Subject(
        "files",
        pgettext("verification", "Every file against the list SHA256SUMS: none changed, none missing, none added."),
        what_a_fingerprint_shows(),
        pgettext("verification", "Who made the package: whoever replaces a file can also write a new list."),
    )


def the_manifest() -> Subject:
    """Return the words about: manifest.json and what it says of the files."""
    return Subject(
        "manifest",
        pgettext("verification", "manifest.json: the names, sizes and fingerprints of all files and exhibits."),
        pgettext("verification", "The package is complete and says of each exhibit what the files say."),
        pgettext("verification", "That the descriptions of the exhibits are right."),
    )


def the_manifest_inside() -> Subject:
    """Return the words about: the manifest inside a document that stands alone."""
    return Subject(
        "manifest",
        pgettext(
            "verification",
            "manifest.json inside the document: the names, sizes and fingerprints of the files attached with it.",
        ),
        pgettext("verification", "All files that it names as attached are, no others, and each as it says."),
        pgettext(
            "verification",
            "That the descriptions of the exhibits are right; nor anything of the files beside the document.",
        ),
    )


def the_custody() -> Subject:
    """Return the words about: custody.csv."""
    return Subject(
        "custody",
        pgettext("verification", "custody.csv against the manifest and the custody records in the chain."),
        pgettext(
            "verification",
            "Each event belongs to an exhibit that manifest.json names, and none in the chain is told otherwise.",
        ),
        pgettext("verification", "What happened to a file before it was added to the journal."),
    )


def the_head() -> Subject:
    """Return the words about: the signature of the chain head."""
    return Subject(
        "chain-head",
        pgettext("verification", "The signature of the journal over the state of its chain."),
        pgettext("verification", "The state of the chain was signed with the key that the package names."),
        pgettext(
            "verification", "Whose key it is. Compare the key and the fingerprint with those received another way."
        ),
    )


def the_entries(*, stamped: bool) -> Subject:
    """Return the words about: the revisions shown from the chain; ``stamped`` where a time stamp covers it."""
    does_not_show = [
        pgettext("verification", "The time of recording: it is from the clock of the computer."),
        pgettext(
            "verification",
            "That the words printed in dossier.pdf are those of the revisions: they were not compared.",
        ),
    ]
    if not stamped:
        does_not_show.append(
            pgettext("verification", "That the chain was not made anew: no time stamp that was checked covers it.")
        )
    return Subject(
        "chain-entries",
        pgettext("verification", "Each revision in the package against the state of the chain that it names."),
        what_the_chain_shows(anchored=stamped),
        " ".join(does_not_show),
    )


def the_evidence() -> Subject:
    """Return the words about: the exhibits against their chained records."""
    return Subject(
        "exhibits",
        pgettext("verification", "The fingerprint of each exhibit against its record in the chain."),
        pgettext("verification", "Each exhibit compared here is the file that was recorded in the journal."),
        pgettext("verification", "Who made the file, when it was made, or that its content is genuine."),
    )


def the_document() -> Subject:
    """Return the words about: the signature of the PDF."""
    return Subject(
        "document-signature",
        pgettext("verification", "The electronic signature inside the document."),
        pgettext("verification", "The document is unchanged since it was signed."),
        pgettext(
            "verification",
            "Who signed: the journal made the certificate itself, and nobody vouches for a name. Compare the "
            "fingerprint (SHA-256) of the document with one received another way.",
        ),
    )


def the_document_key() -> Subject:
    """Return the words about: the key that signed the PDF, and the key of the chain."""
    return Subject(
        "document-key",
        pgettext("verification", "The key that signed the document against the key of the chain."),
        pgettext("verification", "The document was signed by the journal whose chain this is."),
        pgettext(
            "verification",
            "Whose journal it is: whoever makes another chain can sign a document with it. Compare the key of the "
            "chain with one received another way.",
        ),
    )


def the_attachments() -> Subject:
    """Return the words about: the files attached inside the PDF."""
    return Subject(
        "attachments",
        pgettext("verification", "The files attached inside the document against those beside it."),
        pgettext("verification", "Each file compared here is the same inside the document and beside it."),
        pgettext("verification", "That the pictures printed in the document show the whole file."),
    )


def the_attached_alone() -> Subject:
    """Return the words about: the files attached inside a PDF that stands alone, where they are not compared."""
    return Subject(
        "attachments",
        pgettext("verification", "The files attached inside the document."),
        pgettext("verification", "What is attached is told by manifest.json inside the document."),
        pgettext("verification", "That the pictures printed in the document show the whole file."),
    )


def what_needs_the_manifest() -> tuple[Subject, ...]:
    """Return what cannot be checked in any package or document where the manifest cannot be read."""
    return the_document_key(), the_head(), the_entries(stamped=False), the_evidence(), the_trusted_time()


def the_trusted_time() -> Subject:
    """Return the words about: the time stamp."""
    return Subject(
        "trusted-time",
        pgettext("verification", "The time stamp (RFC 3161) against the state of the chain it was asked for."),
        what_an_anchor_shows(),
        pgettext("verification", "When anything happened, or who recorded it."),
    )


def the_request() -> Subject:
    """Return the words about: a time stamp that was asked for, where no answer is there."""
    return Subject(
        "trusted-time",
        pgettext("verification", "The request for a time stamp (RFC 3161) against the state of the chain it names."),
        pgettext("verification", "The chain grew from the state that a time stamp was asked for."),
        pgettext("verification", "Any time: there is no time stamp."),
    )


def no_time_stamp() -> Subject:
    """Return the words about: a time stamp that nobody asked for."""
    return Subject(
        "trusted-time",
        pgettext("verification", "A time stamp (RFC 3161) for the state of the chain."),
        what_an_anchor_shows(),
        pgettext("verification", "When anything happened, or who recorded it."),
    )


def the_document_time() -> Subject:
    """Return the words about: the time stamp inside the document, over its signature."""
    return Subject(
        "document-time",
        pgettext("verification", "The time stamp (RFC 3161) inside the document, over its signature."),
        pgettext("verification", "The signature, and so all that it covers, existed no later than this time."),
        pgettext("verification", "When anything happened, who recorded it, or how long before that it was signed."),
    )


def the_document_authority() -> Subject:
    """Return the words about: who issued the time stamp inside the document."""
    return Subject(
        "document-time-issuer",
        pgettext("verification", "Who issued the time stamp inside the document, against the certificates you trust."),
        pgettext("verification", "The time comes from an authority that a certificate you chose vouches for."),
        pgettext("verification", "That the authority’s clock was right."),
    )


def the_calendar_proof() -> Subject:
    """Return the words about: an OpenTimestamps proof, whose time is never checked here."""
    return Subject(
        "calendar-proof",
        pgettext("verification", "The OpenTimestamps proof that lies with the package."),
        pgettext("verification", "Nothing yet: it is kept here for whoever can check it."),
        pgettext("verification", "When anything happened, or who recorded it."),
    )


def the_authority() -> Subject:
    """Return the words about: who issued the time stamp."""
    return Subject(
        "trusted-time-issuer",
        pgettext("verification", "Who issued the time stamp, against the certificates you trust."),
        pgettext("verification", "The time comes from an authority that a certificate you chose vouches for."),
        pgettext("verification", "That the authority’s clock was right."),
    )
