-- What waits for a second person, what became of it, and one-time codes to sign in with.

CREATE TABLE "approval" (
    "id" UUID NOT NULL,
    "exam_id" UUID NOT NULL,
    "command_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "issuer" UUID NOT NULL,
    "issued_at" BIGINT NOT NULL,
    "reaches" INTEGER NOT NULL,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "approval_exam_id_command_id_key" ON "approval"("exam_id", "command_id");

CREATE TABLE "approval_decision" (
    "approval_id" UUID NOT NULL,
    "actor" UUID NOT NULL,
    "approve" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_at" BIGINT NOT NULL,

    CONSTRAINT "approval_decision_pkey" PRIMARY KEY ("approval_id")
);

CREATE TABLE "sign_in_code" (
    "exam_id" UUID NOT NULL,
    "command_id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "issued_at" BIGINT NOT NULL,
    "expires_at" BIGINT NOT NULL,
    "used_at" BIGINT,

    CONSTRAINT "sign_in_code_pkey" PRIMARY KEY ("exam_id","command_id")
);

CREATE INDEX "sign_in_code_candidate_id_issued_at_idx" ON "sign_in_code"("candidate_id", "issued_at");

ALTER TABLE "approval" ADD CONSTRAINT "approval_kind_check" CHECK ("kind" IN ('force-submit', 'terminate'));
ALTER TABLE "sign_in_code" ADD CONSTRAINT "sign_in_code_hash_check" CHECK (octet_length("code_hash") = 32);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "approval" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "approval_decision" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
