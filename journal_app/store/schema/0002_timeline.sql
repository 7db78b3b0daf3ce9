-- What the views of the timeline count, beside what stands now, so that they read no entry for it: the date of each
-- incident (EDTF), how many steps of a response it notes, and who is named in it. All of it is made from the revisions,
-- like everything in "current".

ALTER TABLE current ADD COLUMN occurred TEXT NOT NULL DEFAULT '';
ALTER TABLE current ADD COLUMN steps INTEGER NOT NULL DEFAULT 0;

CREATE TABLE incident_people (
    person TEXT NOT NULL,
    id INTEGER NOT NULL REFERENCES current (id),
    PRIMARY KEY (person, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX people_of_incident ON incident_people (id);

CREATE VIEW counted AS
SELECT seq,
    coalesce(json_extract(CAST(body AS TEXT), '$.record.occurred'), '') AS occurred,
    coalesce(json_array_length(CAST(body AS TEXT), '$.record.professional_response'), 0) AS steps
FROM revisions;

CREATE VIEW named AS
SELECT DISTINCT revisions.seq AS seq, tree.value AS person
FROM revisions, json_tree(CAST(revisions.body AS TEXT), '$.record') AS tree
WHERE tree.key IN ('person', 'speaker') AND tree.type = 'text' AND tree.value <> '';

UPDATE current
SET (occurred, steps) = (SELECT counted.occurred, counted.steps FROM counted WHERE counted.seq = content_seq)
WHERE kind = 'incident';

INSERT INTO incident_people (person, id)
SELECT named.person, current.id
FROM current JOIN named ON named.seq = current.content_seq WHERE current.kind = 'incident';

CREATE INDEX current_by_date ON current (kind, removed, occurred);
CREATE INDEX current_with_steps ON current (removed, sort, id) WHERE kind = 'incident' AND steps > 0;

CREATE TRIGGER current_is_counted_at_first AFTER INSERT ON current WHEN new.kind = 'incident' BEGIN
    UPDATE current
    SET (occurred, steps) = (SELECT counted.occurred, counted.steps FROM counted WHERE counted.seq = new.content_seq)
    WHERE id = new.id;
    INSERT INTO incident_people (person, id) SELECT person, new.id FROM named WHERE seq = new.content_seq;
END;

CREATE TRIGGER current_is_counted_again AFTER UPDATE OF content_seq ON current WHEN new.kind = 'incident' BEGIN
    UPDATE current
    SET (occurred, steps) = (SELECT counted.occurred, counted.steps FROM counted WHERE counted.seq = new.content_seq)
    WHERE id = new.id;
    DELETE FROM incident_people WHERE id = new.id;
    INSERT INTO incident_people (person, id) SELECT person, new.id FROM named WHERE seq = new.content_seq;
END;
