-- Seals and commands of one exam meet at its row: each is either known to the other, or waits for it.

ALTER TABLE exam ADD COLUMN log_seq INTEGER NOT NULL DEFAULT 0;

UPDATE exam SET log_seq = head.seq
FROM (SELECT exam_id, max(seq) AS seq FROM exam_log GROUP BY exam_id) AS head
WHERE head.exam_id = exam.id;
