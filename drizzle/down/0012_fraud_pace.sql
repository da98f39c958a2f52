DROP INDEX "fraud_checks_by_pace";
