-- A node that is killed tells nobody which candidates have lost it, and when: the others find here whom it showed and until
-- when it was there.

CREATE TABLE node_life (
  node_id uuid NOT NULL,
  alive_at bigint NOT NULL,
  CONSTRAINT node_life_pkey PRIMARY KEY (node_id)
);

ALTER TABLE departure ADD COLUMN shown_by uuid;
