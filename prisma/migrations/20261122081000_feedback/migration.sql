-- What candidates say about an exam after they have handed it in: once for each attempt. No foreign key, like the ledger.

CREATE TABLE feedback (
  attempt_id uuid NOT NULL,
  exam_id uuid NOT NULL,
  ratings jsonb NOT NULL,
  comment text,
  given_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT feedback_pkey PRIMARY KEY (attempt_id)
);

CREATE INDEX feedback_exam_id_idx ON feedback (exam_id);
