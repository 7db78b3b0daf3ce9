-- What else the views count or put in order without reading an entry: the ids of its types (a JSON array), what it is
-- meant for, and how often somebody was told. Made from the revisions, like everything in "current".

ALTER TABLE current ADD COLUMN types TEXT NOT NULL DEFAULT '[]';
ALTER TABLE current ADD COLUMN purpose TEXT NOT NULL DEFAULT 'private';
ALTER TABLE current ADD COLUMN tellings INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER current_is_counted_at_first;
DROP TRIGGER current_is_counted_again;
DROP VIEW counted;

CREATE VIEW counted AS
SELECT seq,
    coalesce(json_extract(CAST(body AS TEXT), '$.record.occurred'), '') AS occurred,
    coalesce(json_array_length(CAST(body AS TEXT), '$.record.professional_response'), 0) AS steps,
    coalesce(json_extract(CAST(body AS TEXT), '$.record.types'), '[]') AS types,
    coalesce(json_extract(CAST(body AS TEXT), '$.record.purpose'), 'private') AS purpose,
    coalesce(json_array_length(CAST(body AS TEXT), '$.record.told'), 0) AS tellings
FROM revisions;

UPDATE current
SET (types, purpose, tellings) = (
    SELECT counted.types, counted.purpose, counted.tellings FROM counted WHERE counted.seq = content_seq
)
WHERE kind = 'incident';

CREATE INDEX current_with_tellings ON current (removed, sort, id) WHERE kind = 'incident' AND tellings > 0;

CREATE TRIGGER current_is_counted_at_first AFTER INSERT ON current WHEN new.kind = 'incident' BEGIN
    UPDATE current
    SET (occurred, steps, types, purpose, tellings) = (
        SELECT counted.occurred, counted.steps, counted.types, counted.purpose, counted.tellings
        FROM counted WHERE counted.seq = new.content_seq
    )
    WHERE id = new.id;
    INSERT INTO incident_people (person, id) SELECT person, new.id FROM named WHERE seq = new.content_seq;
END;

CREATE TRIGGER current_is_counted_again AFTER UPDATE OF content_seq ON current WHEN new.kind = 'incident' BEGIN
    UPDATE current
    SET (occurred, steps, types, purpose, tellings) = (
        SELECT counted.occurred, counted.steps, counted.types, counted.purpose, counted.tellings
        FROM counted WHERE counted.seq = new.content_seq
    )
    WHERE id = new.id;
    DELETE FROM incident_people WHERE id = new.id;
    INSERT INTO incident_people (person, id) SELECT person, new.id FROM named WHERE seq = new.content_seq;
END;
