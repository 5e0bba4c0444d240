-- AlterTable
ALTER TABLE "Outbox" ADD COLUMN     "doubt" JSONB;
