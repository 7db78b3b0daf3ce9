-- The first schema. Chained tables (revisions, heads) only ever grow; everything else can be made anew from them,
-- but for the keys in "blobs", the drafts and the preferences.

CREATE TABLE revisions (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    action TEXT NOT NULL CHECK (action IN ('created', 'revised', 'removed', 'restored')),
    recorded_at TEXT NOT NULL,
    timezone TEXT NOT NULL,
    body BLOB NOT NULL,
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    leaf BLOB NOT NULL CHECK (length(leaf) = 32),
    sort TEXT NOT NULL DEFAULT '',
    UNIQUE (kind, record_id, number)
) STRICT;

CREATE TABLE heads (
    size INTEGER PRIMARY KEY,
    root TEXT NOT NULL,
    time TEXT NOT NULL,
    timezone TEXT NOT NULL,
    public_key TEXT NOT NULL,
    signature TEXT NOT NULL
) STRICT;

CREATE TABLE frontier (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    state BLOB NOT NULL
) STRICT;

CREATE TABLE current (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    content_seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    sort TEXT NOT NULL,
    UNIQUE (kind, record_id)
) STRICT;

CREATE INDEX current_in_order ON current (kind, removed, sort, id);

-- Of evidence that is not removed: the digest of each file, and the incidents each belongs to.
CREATE TABLE evidence_digests (
    id INTEGER PRIMARY KEY REFERENCES current (id),
    sha256 TEXT NOT NULL
) STRICT;

CREATE INDEX evidence_by_digest ON evidence_digests (sha256, id);

CREATE TABLE evidence_incidents (
    incident TEXT NOT NULL,
    id INTEGER NOT NULL REFERENCES current (id),
    PRIMARY KEY (incident, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX incidents_of_evidence ON evidence_incidents (id);

CREATE TABLE blobs (
    file_id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    wrapped_key BLOB NOT NULL
) STRICT;

CREATE TABLE renditions (
    evidence_id TEXT NOT NULL,
    page INTEGER NOT NULL,
    file_id TEXT NOT NULL REFERENCES blobs (file_id),
    media_type TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    notes TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (evidence_id, page)
) STRICT;

CREATE TABLE unreadable (
    evidence_id TEXT PRIMARY KEY,
    reason TEXT NOT NULL
) STRICT;

CREATE TABLE drafts (
    key TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    saved_at TEXT NOT NULL
) STRICT;

CREATE TABLE preferences (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE search_index USING fts5 (
    words, tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3'
);

CREATE TRIGGER revisions_stay BEFORE UPDATE ON revisions BEGIN
    SELECT RAISE (ABORT, 'revisions are only added');
END;

CREATE TRIGGER revisions_remain BEFORE DELETE ON revisions BEGIN
    SELECT RAISE (ABORT, 'revisions are only added');
END;

CREATE TRIGGER heads_stay BEFORE UPDATE ON heads BEGIN
    SELECT RAISE (ABORT, 'heads are only added');
END;

CREATE TRIGGER heads_remain BEFORE DELETE ON heads BEGIN
    SELECT RAISE (ABORT, 'heads are only added');
END;

-- The chain has no gaps: one revision after the other, and one number after the other of each record.
CREATE TRIGGER revisions_follow BEFORE INSERT ON revisions
WHEN new.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM revisions)
    OR new.number <> (
        SELECT coalesce(max(number), 0) + 1 FROM revisions WHERE kind = new.kind AND record_id = new.record_id
    )
BEGIN
    SELECT RAISE (ABORT, 'a revision follows the one before it');
END;

CREATE TRIGGER heads_follow BEFORE INSERT ON heads
WHEN new.size <> (SELECT coalesce(max(seq), 0) FROM revisions)
BEGIN
    SELECT RAISE (ABORT, 'a head is of the whole chain');
END;

-- What stands now: the latest revision, and the latest one that has content (a removal has none).
CREATE TRIGGER revisions_become_current AFTER INSERT ON revisions BEGIN
    INSERT INTO current (kind, record_id, seq, content_seq, number, removed, first_at, last_at, sort)
    VALUES (new.kind, new.record_id, new.seq, new.seq, new.number, 0, new.recorded_at, new.recorded_at, new.sort)
    ON CONFLICT (kind, record_id) DO UPDATE SET
        seq = new.seq,
        content_seq = CASE WHEN new.action = 'removed' THEN content_seq ELSE new.seq END,
        number = new.number,
        removed = new.action = 'removed',
        last_at = new.recorded_at,
        sort = CASE WHEN new.action = 'removed' THEN sort ELSE new.sort END;

    -- The words a person would look for. Names of fields that hold ids, dates or fixed words are left out. This
    -- stands in the same trigger because the order in which two triggers run is not defined.
    DELETE FROM search_index
    WHERE rowid = (SELECT id FROM current WHERE kind = new.kind AND record_id = new.record_id);
    INSERT INTO search_index (rowid, words)
    SELECT current.id, group_concat(tree.value, char(10))
    FROM current, json_tree(CAST(new.body AS TEXT), '$.record') AS tree
    WHERE current.kind = new.kind AND current.record_id = new.record_id AND new.action <> 'removed'
        AND new.kind NOT IN ('custody', 'anchor', 'redaction')
        AND tree.type = 'text'
        AND (tree.path = '$.record.tags' OR tree.key IN (
            'account', 'text', 'place', 'known_because', 'own_response', 'afterwards', 'unsure', 'note', 'answer',
            'part', 'recorded_elsewhere', 'name', 'notes', 'pseudonym', 'profession', 'licence_number',
            'licence_body', 'result', 'address', 'email', 'phone', 'setting', 'frequency', 'fees', 'consents',
            'how_it_ended', 'file_name', 'description', 'captured_by', 'device', 'application', 'url', 'seen_by',
            'date_visible', 'original_kept',
            'who_could_know', 'outcome_sought', 'steps_taken', 'delay_explanation', 'other_bodies', 'status',
            'reference_number', 'what'
        ))
    GROUP BY current.id;

    DELETE FROM evidence_digests
    WHERE id = (SELECT id FROM current WHERE kind = new.kind AND record_id = new.record_id);
    DELETE FROM evidence_incidents
    WHERE id = (SELECT id FROM current WHERE kind = new.kind AND record_id = new.record_id);
    INSERT INTO evidence_digests (id, sha256)
    SELECT id, json_extract(CAST(new.body AS TEXT), '$.record.sha256')
    FROM current
    WHERE kind = new.kind AND record_id = new.record_id AND new.kind = 'evidence' AND new.action <> 'removed';
    INSERT OR IGNORE INTO evidence_incidents (incident, id)
    SELECT each.value, current.id
    FROM current, json_each(CAST(new.body AS TEXT), '$.record.incidents') AS each
    WHERE current.kind = new.kind AND current.record_id = new.record_id
        AND new.kind = 'evidence' AND new.action <> 'removed';
END;
