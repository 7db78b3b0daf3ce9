-- Words are found in whatever way they are written: of a text that holds letters the index takes for others (accents of
-- Greek, points of Hebrew, ligatures, letters in pieces) a folded form is kept beside it. The program writes that, for
-- no function of SQL can. A removed entry stays among the words, so that it is found among the removed ones.

CREATE VIRTUAL TABLE search_folded USING fts5 (
    words, tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3'
);

-- The words a person would look for. Names of fields that hold ids, dates or fixed words are left out.
CREATE VIEW searched AS
SELECT revisions.seq AS seq, tree.value AS text
FROM revisions, json_tree(CAST(revisions.body AS TEXT), '$.record') AS tree
WHERE revisions.kind NOT IN ('custody', 'anchor', 'redaction')
    AND tree.type = 'text'
    AND (tree.path = '$.record.tags' OR tree.key IN (
        'account', 'text', 'place', 'known_because', 'own_response', 'afterwards', 'unsure', 'note', 'answer',
        'part', 'recorded_elsewhere', 'name', 'notes', 'pseudonym', 'profession', 'licence_number',
        'licence_body', 'result', 'address', 'email', 'phone', 'setting', 'frequency', 'fees', 'consents',
        'how_it_ended', 'file_name', 'description', 'captured_by', 'device', 'application', 'url', 'seen_by',
        'date_visible', 'original_kept',
        'who_could_know', 'outcome_sought', 'steps_taken', 'delay_explanation', 'other_bodies', 'status',
        'reference_number', 'what', 'source', 'to', 'way', 'words', 'sender', 'said'
    ));

INSERT INTO search_index (rowid, words)
SELECT current.id, group_concat(searched.text, char(10))
FROM current JOIN searched ON searched.seq = current.content_seq
WHERE current.kind = 'incident' AND current.removed = 1
GROUP BY current.id;

DROP TRIGGER revisions_become_current;

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

    -- This stands in the same trigger because the order in which two triggers run is not defined.
    DELETE FROM search_index
    WHERE rowid = (SELECT id FROM current WHERE kind = new.kind AND record_id = new.record_id)
        AND NOT (new.kind = 'incident' AND new.action = 'removed');
    INSERT INTO search_index (rowid, words)
    SELECT current.id, group_concat(searched.text, char(10))
    FROM current, searched
    WHERE searched.seq = new.seq AND current.kind = new.kind AND current.record_id = new.record_id
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
