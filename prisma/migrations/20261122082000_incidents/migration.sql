-- Incidents that staff deal with, what candidates report, and the time that candidates lose.

-- ------------------------------------------------------------------------------------------ incidents

CREATE SEQUENCE incident_changes;

ALTER TABLE incident
  ADD COLUMN key text,
  ADD COLUMN candidate_id uuid,
  ADD COLUMN district_id smallint,
  ADD COLUMN centre_id uuid,
  ADD COLUMN count integer NOT NULL DEFAULT 1,
  ADD COLUMN state text NOT NULL DEFAULT 'open',
  ADD COLUMN claimed_by uuid,
  ADD COLUMN updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN changed bigint NOT NULL DEFAULT 0;

UPDATE incident SET changed = nextval('incident_changes'), updated_at = coalesce(resolved_at, at),
  state = CASE WHEN resolved_at IS NULL THEN 'open' ELSE 'resolved' END;

ALTER TABLE incident
  ADD CONSTRAINT incident_state_check CHECK (state IN ('open', 'claimed', 'resolved')),
  ADD CONSTRAINT incident_claimed_check CHECK (state <> 'claimed' OR claimed_by IS NOT NULL),
  ADD CONSTRAINT incident_resolved_check CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)),
  ADD CONSTRAINT incident_count_check CHECK (count >= 1);

-- What happens again while nobody has resolved it is the same incident.
CREATE UNIQUE INDEX incident_unresolved_key ON incident (key) WHERE state <> 'resolved';
CREATE INDEX incident_exam_id_changed_idx ON incident (exam_id, changed);
DROP INDEX incident_exam_id_at_idx;

-- Whoever follows an exam's incidents asks for those changed since a number. The lock holds until the commit, so that
-- the numbers of one exam are committed in their order and nobody can pass one by.
CREATE FUNCTION stamp_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1768842852, hashtext(NEW.exam_id::text));
  NEW.changed := nextval('incident_changes');
  RETURN NEW;
END
$$;

CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON incident FOR EACH ROW EXECUTE FUNCTION stamp_incident();

CREATE TABLE incident_note (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  author uuid NOT NULL,
  text text NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT incident_note_pkey PRIMARY KEY (id)
);

CREATE INDEX incident_note_incident_id_idx ON incident_note (incident_id);

-- What made an incident, each time it happened; a candidate's page mints the id, so that sending again is harmless.
CREATE TABLE incident_report (
  attempt_id uuid NOT NULL,
  report_id text NOT NULL,
  incident_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  text text NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT incident_report_pkey PRIMARY KEY (attempt_id, report_id)
);

CREATE INDEX incident_report_incident_id_idx ON incident_report (incident_id);

-- ------------------------------------------------------------------------------------------ lost time

ALTER TABLE attempt_log
  DROP CONSTRAINT attempt_log_kind_check,
  ADD CONSTRAINT attempt_log_kind_check CHECK (
    kind IN ('opened', 'entered', 'answered', 'sealed', 'late', 'adjudicated', 'reopened', 'returned'));

-- Few frames among very many.
CREATE INDEX attempt_log_returned ON attempt_log (attempt_id) WHERE kind = 'returned';

-- When the last connection that showed an attempt was heard last. A hint between nodes: losing a row loses precision only.
CREATE TABLE departure (
  attempt_id uuid NOT NULL,
  left_at bigint NOT NULL,
  CONSTRAINT departure_pkey PRIMARY KEY (attempt_id)
);

-- Lost time that was given back, through which frame of the attempt's log. Written before its command, which is
-- issued under an id that follows from the row: what was interrupted is completed, and nothing is given twice.
CREATE TABLE lost_time_grant (
  attempt_id uuid NOT NULL,
  through_seq integer NOT NULL,
  exam_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  ms integer NOT NULL,
  grant_id uuid NOT NULL,
  command_id uuid NOT NULL,
  actor uuid NOT NULL,
  reason text NOT NULL,
  issued_seq integer,
  at timestamptz(3) NOT NULL,
  CONSTRAINT lost_time_grant_pkey PRIMARY KEY (attempt_id, through_seq),
  CONSTRAINT lost_time_grant_ms_check CHECK (ms > 0)
);

CREATE INDEX lost_time_grant_exam_id_idx ON lost_time_grant (exam_id);
