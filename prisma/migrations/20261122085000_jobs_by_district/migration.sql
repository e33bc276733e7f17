-- Jobs are claimed district by district, so that a flood of one does not keep the others waiting: the districts that have
-- something ready are found by leaping through this index.
DROP INDEX job_ready;
CREATE INDEX job_ready ON job (kind, coalesce(district_id, 0), run_at, id) WHERE state = 'ready';
