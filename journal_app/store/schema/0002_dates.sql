-- The date of each incident (EDTF) beside what stands now: the calendar and the months count dates without reading a
-- single entry. It is made from the revisions, like everything in "current".

ALTER TABLE current ADD COLUMN occurred TEXT NOT NULL DEFAULT '';

UPDATE current SET occurred = coalesce(
    (SELECT json_extract(CAST(body AS TEXT), '$.record.occurred') FROM revisions WHERE seq = content_seq), ''
) WHERE kind = 'incident';

CREATE INDEX current_by_date ON current (kind, removed, occurred);

CREATE TRIGGER current_is_dated_at_first AFTER INSERT ON current WHEN new.kind = 'incident' BEGIN
    UPDATE current SET occurred = coalesce(
        (SELECT json_extract(CAST(body AS TEXT), '$.record.occurred') FROM revisions WHERE seq = new.content_seq), ''
    ) WHERE id = new.id;
END;

CREATE TRIGGER current_is_dated_again AFTER UPDATE OF content_seq ON current WHEN new.kind = 'incident' BEGIN
    UPDATE current SET occurred = coalesce(
        (SELECT json_extract(CAST(body AS TEXT), '$.record.occurred') FROM revisions WHERE seq = new.content_seq), ''
    ) WHERE id = new.id;
END;
