-- The two ways into member_stats, by member and by score, both begin with the company: which is shorter depends on
-- how large that is.
ALTER TABLE member_stats ALTER COLUMN company_id SET STATISTICS -1;
