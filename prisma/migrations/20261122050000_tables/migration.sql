-- CreateTable
CREATE TABLE "region" (
    "id" SMALLINT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "region_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "district" (
    "id" SMALLINT NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "region_id" SMALLINT NOT NULL,

    CONSTRAINT "district_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "centre" (
    "id" UUID NOT NULL,
    "district_id" SMALLINT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "centre_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_account" (
    "id" UUID NOT NULL,
    "username" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "district_id" SMALLINT,
    "centre_id" UUID,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proctor_scope" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "district_id" SMALLINT,
    "centre_id" UUID,

    CONSTRAINT "proctor_scope_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "batch" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "centre_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "batch_member" (
    "batch_id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,

    CONSTRAINT "batch_member_pkey" PRIMARY KEY ("batch_id","candidate_id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bank" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bank_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "question_group" (
    "id" UUID NOT NULL,
    "bank_id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "content" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "question_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "question" (
    "id" UUID NOT NULL,
    "bank_id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "question_version" (
    "question_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "chapter" TEXT NOT NULL,
    "difficulty" TEXT NOT NULL,
    "tags" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "content" JSONB NOT NULL,
    "key" JSONB NOT NULL,
    "solution" JSONB,
    "group_id" UUID,
    "marks" TEXT,
    "negative_marks" TEXT,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "question_version_pkey" PRIMARY KEY ("question_id","version")
);

-- CreateTable
CREATE TABLE "paper_content" (
    "hash" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "paper_content_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "paper_key" (
    "paper_hash" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "paper_key_pkey" PRIMARY KEY ("paper_hash","version")
);

-- CreateTable
CREATE TABLE "exam" (
    "id" UUID NOT NULL,
    "title" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "rules" TEXT NOT NULL,
    "paper_hash" TEXT,
    "opens_at" TIMESTAMPTZ(3),
    "last_entry_at" TIMESTAMPTZ(3),
    "closes_at" TIMESTAMPTZ(3),
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "exam_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "enrolment" (
    "exam_id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "centre_id" UUID,
    "roll_number" TEXT NOT NULL,
    "extra_per_hour_ms" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "enrolment_pkey" PRIMARY KEY ("exam_id","candidate_id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "id" UUID NOT NULL,
    "exam_id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "region_id" SMALLINT NOT NULL,
    "district_id" SMALLINT NOT NULL,
    "centre_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'open',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "seal_due_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed_at" TIMESTAMPTZ(3),

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt_log" (
    "attempt_id" UUID NOT NULL,
    "received_at" BIGINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "exam_seq" INTEGER NOT NULL,
    "region_id" SMALLINT NOT NULL,
    "open" BOOLEAN NOT NULL,
    "kind" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "attempt_log_pkey" PRIMARY KEY ("region_id","attempt_id","seq")
) PARTITION BY LIST ("region_id");

-- CreateTable
CREATE TABLE "exam_log" (
    "exam_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "actor" UUID NOT NULL,
    "command_id" UUID NOT NULL,
    "issued_at" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "exam_log_pkey" PRIMARY KEY ("exam_id","seq")
);

-- CreateTable
CREATE TABLE "submission" (
    "attempt_id" UUID NOT NULL,
    "seal_seq" INTEGER NOT NULL,
    "exam_id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "receipt" TEXT NOT NULL,
    "kid" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "sealed_at" BIGINT NOT NULL,

    CONSTRAINT "submission_pkey" PRIMARY KEY ("attempt_id","seal_seq")
);

-- CreateTable
CREATE TABLE "score" (
    "attempt_id" UUID NOT NULL,
    "seal_seq" INTEGER NOT NULL,
    "key_version" INTEGER NOT NULL,
    "total" TEXT NOT NULL,
    "total_numeric" DECIMAL(20,7) NOT NULL,
    "detail" JSONB NOT NULL,
    "scored_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "score_pkey" PRIMARY KEY ("attempt_id","seal_seq","key_version")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "kid" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "public_jwk" JSONB,
    "secret_encrypted" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "job" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "district_id" SMALLINT,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL DEFAULT 'ready',
    "run_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "locked_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" UUID,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident" (
    "id" UUID NOT NULL,
    "exam_id" UUID,
    "attempt_id" UUID,
    "kind" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "region_name_key" ON "region"("name");

-- CreateIndex
CREATE UNIQUE INDEX "district_name_key" ON "district"("name");

-- CreateIndex
CREATE UNIQUE INDEX "centre_code_key" ON "centre"("code");

-- CreateIndex
CREATE INDEX "centre_district_id_idx" ON "centre"("district_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_account_username_key" ON "user_account"("username");

-- CreateIndex
CREATE INDEX "user_account_centre_id_idx" ON "user_account"("centre_id");

-- CreateIndex
CREATE INDEX "user_account_district_id_idx" ON "user_account"("district_id");

-- CreateIndex
CREATE INDEX "proctor_scope_user_id_idx" ON "proctor_scope"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "batch_name_key" ON "batch"("name");

-- CreateIndex
CREATE INDEX "batch_member_candidate_id_idx" ON "batch_member"("candidate_id");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "bank_name_key" ON "bank"("name");

-- CreateIndex
CREATE UNIQUE INDEX "question_group_bank_id_slug_version_key" ON "question_group"("bank_id", "slug", "version");

-- CreateIndex
CREATE UNIQUE INDEX "question_bank_id_slug_key" ON "question"("bank_id", "slug");

-- CreateIndex
CREATE INDEX "question_version_group_id_idx" ON "question_version"("group_id");

-- CreateIndex
CREATE INDEX "question_version_subject_chapter_difficulty_idx" ON "question_version"("subject", "chapter", "difficulty");

-- CreateIndex
CREATE INDEX "exam_status_opens_at_idx" ON "exam"("status", "opens_at");

-- CreateIndex
CREATE INDEX "enrolment_candidate_id_idx" ON "enrolment"("candidate_id");

-- CreateIndex
CREATE UNIQUE INDEX "enrolment_exam_id_roll_number_key" ON "enrolment"("exam_id", "roll_number");

-- CreateIndex
CREATE INDEX "attempt_candidate_id_idx" ON "attempt"("candidate_id");

-- CreateIndex
CREATE UNIQUE INDEX "attempt_exam_id_candidate_id_key" ON "attempt"("exam_id", "candidate_id");

-- CreateIndex
CREATE UNIQUE INDEX "exam_log_exam_id_command_id_key" ON "exam_log"("exam_id", "command_id");

-- CreateIndex
CREATE INDEX "submission_exam_id_idx" ON "submission"("exam_id");

-- CreateIndex
CREATE UNIQUE INDEX "job_kind_key_key" ON "job"("kind", "key");

-- CreateIndex
CREATE INDEX "audit_event_subject_at_idx" ON "audit_event"("subject", "at");

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at");

-- CreateIndex
CREATE INDEX "incident_exam_id_at_idx" ON "incident"("exam_id", "at");

-- CreateIndex
CREATE INDEX "incident_attempt_id_idx" ON "incident"("attempt_id");

-- AddForeignKey
ALTER TABLE "district" ADD CONSTRAINT "district_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "centre" ADD CONSTRAINT "centre_district_id_fkey" FOREIGN KEY ("district_id") REFERENCES "district"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "user_account" ADD CONSTRAINT "user_account_district_id_fkey" FOREIGN KEY ("district_id") REFERENCES "district"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "user_account" ADD CONSTRAINT "user_account_centre_id_fkey" FOREIGN KEY ("centre_id") REFERENCES "centre"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "proctor_scope" ADD CONSTRAINT "proctor_scope_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "proctor_scope" ADD CONSTRAINT "proctor_scope_district_id_fkey" FOREIGN KEY ("district_id") REFERENCES "district"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "proctor_scope" ADD CONSTRAINT "proctor_scope_centre_id_fkey" FOREIGN KEY ("centre_id") REFERENCES "centre"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "batch" ADD CONSTRAINT "batch_centre_id_fkey" FOREIGN KEY ("centre_id") REFERENCES "centre"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "batch_member" ADD CONSTRAINT "batch_member_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "batch"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "batch_member" ADD CONSTRAINT "batch_member_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "question_group" ADD CONSTRAINT "question_group_bank_id_fkey" FOREIGN KEY ("bank_id") REFERENCES "bank"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_bank_id_fkey" FOREIGN KEY ("bank_id") REFERENCES "bank"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "question_version" ADD CONSTRAINT "question_version_question_id_fkey" FOREIGN KEY ("question_id") REFERENCES "question"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "question_version" ADD CONSTRAINT "question_version_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "question_group"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "question_version" ADD CONSTRAINT "question_version_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "paper_key" ADD CONSTRAINT "paper_key_paper_hash_fkey" FOREIGN KEY ("paper_hash") REFERENCES "paper_content"("hash") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "paper_key" ADD CONSTRAINT "paper_key_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "exam" ADD CONSTRAINT "exam_paper_hash_fkey" FOREIGN KEY ("paper_hash") REFERENCES "paper_content"("hash") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "exam" ADD CONSTRAINT "exam_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_exam_id_fkey" FOREIGN KEY ("exam_id") REFERENCES "exam"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_centre_id_fkey" FOREIGN KEY ("centre_id") REFERENCES "centre"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
