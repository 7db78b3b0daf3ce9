-- The words of a study or publication are found like all others. Names of fields that hold ids, dates or fixed words are
-- left out, as before.

DROP VIEW searched;

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
        'reference_number', 'what', 'source', 'to', 'way', 'words', 'sender', 'said',
        'title', 'published_in', 'institution', 'committee', 'committee_number', 'information', 'consent_words',
        'learned', 'recognisable'
    ));
