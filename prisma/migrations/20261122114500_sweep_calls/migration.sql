-- Commands after which the sweeper has to look at attempts. Written with the command; the attempts are marked afterwards, a
-- part at a time: marking all of a large exam within the command's transaction kept its seals waiting for seconds.

CREATE TABLE sweep_call (
  exam_id uuid NOT NULL,
  seq integer NOT NULL,
  done_through uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  CONSTRAINT sweep_call_pkey PRIMARY KEY (exam_id, seq)
);
