-- Sections of papers as everybody may fetch them before the start: worth nothing without their keys.

CREATE TABLE sealed_section (
  paper_hash text NOT NULL,
  section_id text NOT NULL,
  hash text NOT NULL,
  ciphertext bytea NOT NULL,
  key_encrypted bytea NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT sealed_section_pkey PRIMARY KEY (paper_hash, section_id),
  CONSTRAINT sealed_section_paper_hash_fkey FOREIGN KEY (paper_hash) REFERENCES paper_content (hash)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT sealed_section_hash_check CHECK (hash = encode(sha256(ciphertext), 'hex'))
);

CREATE UNIQUE INDEX sealed_section_hash_key ON sealed_section (hash);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sealed_section
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
