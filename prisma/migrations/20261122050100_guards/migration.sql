-- What Prisma's schema cannot say: partitions, checks, partial indexes, append-only tables, storage settings.

-- ------------------------------------------------------------------------------------------ attempt_log

CREATE TABLE attempt_log_konkan PARTITION OF attempt_log FOR VALUES IN (1);
CREATE TABLE attempt_log_pune PARTITION OF attempt_log FOR VALUES IN (2);
CREATE TABLE attempt_log_nashik PARTITION OF attempt_log FOR VALUES IN (3);
CREATE TABLE attempt_log_sambhajinagar PARTITION OF attempt_log FOR VALUES IN (4);
CREATE TABLE attempt_log_amravati PARTITION OF attempt_log FOR VALUES IN (5);
CREATE TABLE attempt_log_nagpur PARTITION OF attempt_log FOR VALUES IN (6);

ALTER TABLE attempt_log
  ADD CONSTRAINT attempt_log_seq_check CHECK (seq >= 1),
  ADD CONSTRAINT attempt_log_exam_seq_check CHECK (exam_seq >= 0),
  ADD CONSTRAINT attempt_log_hash_check CHECK (octet_length(hash) = 32),
  ADD CONSTRAINT attempt_log_kind_check
    CHECK (kind IN ('opened', 'entered', 'answered', 'sealed', 'late', 'adjudicated', 'reopened'));

-- ------------------------------------------------------------------------------------------ checks

ALTER TABLE user_account
  ADD CONSTRAINT user_account_username_check CHECK (username <> '' AND username = lower(username)),
  ADD CONSTRAINT user_account_role_check CHECK (role IN ('candidate', 'proctor', 'author', 'admin'));

ALTER TABLE proctor_scope
  ADD CONSTRAINT proctor_scope_place_check CHECK (num_nonnulls(district_id, centre_id) <= 1);

ALTER TABLE question_group
  ADD CONSTRAINT question_group_version_check CHECK (version >= 1);

ALTER TABLE question_version
  ADD CONSTRAINT question_version_version_check CHECK (version >= 1),
  ADD CONSTRAINT question_version_type_check CHECK (
    type IN ('single', 'multiple', 'numerical', 'matrix', 'assertion-reason', 'true-false', 'short-text')),
  ADD CONSTRAINT question_version_difficulty_check CHECK (difficulty IN ('easy', 'medium', 'hard'));

ALTER TABLE paper_content
  ADD CONSTRAINT paper_content_hash_check CHECK (hash = encode(sha256(convert_to(body, 'UTF8')), 'hex'));

ALTER TABLE paper_key
  ADD CONSTRAINT paper_key_version_check CHECK (version >= 1);

ALTER TABLE exam
  ADD CONSTRAINT exam_status_check CHECK (status IN ('draft', 'published', 'closed')),
  ADD CONSTRAINT exam_published_check CHECK (
    status = 'draft' OR num_nulls(paper_hash, opens_at, last_entry_at, closes_at, published_at) = 0),
  ADD CONSTRAINT exam_window_check CHECK (opens_at <= last_entry_at AND last_entry_at <= closes_at);

ALTER TABLE enrolment
  ADD CONSTRAINT enrolment_extra_check CHECK (extra_per_hour_ms >= 0);

ALTER TABLE attempt
  ADD CONSTRAINT attempt_status_check CHECK (status IN ('open', 'sealed')),
  ADD CONSTRAINT attempt_sealed_check CHECK (status <> 'sealed' OR sealed_at IS NOT NULL);

ALTER TABLE exam_log
  ADD CONSTRAINT exam_log_seq_check CHECK (seq >= 1),
  ADD CONSTRAINT exam_log_hash_check CHECK (octet_length(hash) = 32);

ALTER TABLE signing_key
  ADD CONSTRAINT signing_key_purpose_check CHECK (purpose IN ('receipt', 'token'));

ALTER TABLE job
  ADD CONSTRAINT job_state_check CHECK (state IN ('ready', 'running', 'done', 'failed'));

-- ------------------------------------------------------------------------------------------ partial indexes

CREATE UNIQUE INDEX proctor_scope_once ON proctor_scope (user_id, district_id, centre_id) NULLS NOT DISTINCT;

-- The sweeper: what is due to be sealed.
CREATE INDEX attempt_seal_due ON attempt (seal_due_at) WHERE status = 'open';

-- Claiming a job: what is ready, and what a dead worker left behind.
CREATE INDEX job_ready ON job (run_at, id) WHERE state = 'ready';
CREATE INDEX job_running ON job (locked_until) WHERE state = 'running';

-- ------------------------------------------------------------------------------------------ append-only

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

-- Per statement, and on every partition by name, because a statement may name a partition. Inserting pays nothing.
DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY[
    'attempt_log', 'attempt_log_konkan', 'attempt_log_pune', 'attempt_log_nashik',
    'attempt_log_sambhajinagar', 'attempt_log_amravati', 'attempt_log_nagpur',
    'exam_log', 'submission', 'paper_content', 'paper_key', 'question_group', 'question_version', 'audit_event'
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
      kept);
  END LOOP;
END
$$;

-- ------------------------------------------------------------------------------------------ storage

-- The log is only inserted into: vacuum has nothing to clean, so it comes rarely, and freezes when it does come.
DO $$
DECLARE
  part regclass;
BEGIN
  FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'attempt_log'::regclass LOOP
    EXECUTE format(
      'ALTER TABLE %s SET (autovacuum_vacuum_insert_threshold = 500000, autovacuum_freeze_min_age = 0)', part);
  END LOOP;
END
$$;

-- Every job is updated a few times and then rests: keep room on the page, and clean early.
ALTER TABLE job SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
