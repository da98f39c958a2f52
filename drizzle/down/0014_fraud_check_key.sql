ALTER TABLE "fraud_checks" DROP CONSTRAINT "fraud_checks_pkey";
ALTER TABLE "fraud_checks" ADD CONSTRAINT "fraud_checks_pkey" PRIMARY KEY("company_id","id");
ALTER TABLE "fraud_checks" ADD CONSTRAINT "fraud_checks_once_per_rule" UNIQUE("company_id","referral_id","check_type");
