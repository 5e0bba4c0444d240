-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN     "digest" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "hash" TEXT,
ADD COLUMN     "position" BIGINT,
ADD COLUMN     "salt" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "AuditEvent_position_key" ON "AuditEvent"("position");

-- CreateIndex
CREATE INDEX "AuditEvent_unsealed_idx" ON "AuditEvent"("id") WHERE (hash IS NULL);

-- What is written so far gets its digest now, and is sealed into the chain in the first minutes after this migration.
UPDATE "AuditEvent" SET salt = gen_random_uuid()::text || gen_random_uuid()::text;
UPDATE "AuditEvent" SET digest = encode(sha256(convert_to(salt || jsonb_build_array("before", "after", place)::text, 'UTF8')), 'hex');

-- The digest is made where the row is written, so that it costs a decision no statement more. A restore brings its own.
CREATE FUNCTION digest_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.digest = '' THEN
    NEW.salt := gen_random_uuid()::text || gen_random_uuid()::text;
    NEW.digest := encode(sha256(convert_to(NEW.salt || jsonb_build_array(NEW."before", NEW."after", NEW.place)::text, 'UTF8')), 'hex');
    NEW.position := NULL;
    NEW.hash := NULL;
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER "AuditEvent_digest" BEFORE INSERT ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION digest_audit_event();

-- The audit is only ever added to. Three things are let through: the seal, once; an erasure of personal data, which takes the
-- salt away, so that it shows; and the removal of entries whose time is over.
CREATE FUNCTION keep_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  way text := coalesce(current_setting('convenor.audit', true), '');
  seal text[] := '{position,hash}';
  payload text[] := '{before,after,place,salt}';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.hash IS NULL AND NEW.hash IS NOT NULL AND to_jsonb(NEW) - seal = to_jsonb(OLD) - seal THEN RETURN NEW; END IF;
    IF way = 'erase' AND NEW.salt IS NULL AND to_jsonb(NEW) - payload = to_jsonb(OLD) - payload THEN RETURN NEW; END IF;
  ELSIF TG_OP = 'DELETE' THEN
    IF way = 'retention' AND OLD.hash IS NOT NULL THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION 'The audit is only ever added to: an entry cannot be changed or removed.';
END $$;

CREATE TRIGGER "AuditEvent_keep" BEFORE UPDATE OR DELETE ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION keep_audit_event();
CREATE TRIGGER "AuditEvent_keep_all" BEFORE TRUNCATE ON "AuditEvent" FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_event();
