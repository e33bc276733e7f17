-- A sealed attempt that a proctor has allowed to go on waits for the sweeper's look, like one whose time is over.

ALTER TABLE attempt
  DROP CONSTRAINT attempt_status_check,
  ADD CONSTRAINT attempt_status_check CHECK (status IN ('open', 'sealed', 'reopening'));

DROP INDEX attempt_seal_due;
CREATE INDEX attempt_seal_due ON attempt (seal_due_at) WHERE status <> 'sealed';
