ALTER TABLE "exports" DROP COLUMN "attempt";
