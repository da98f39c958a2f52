-- A batch of few clicks was planned anew each time, which took a quarter of its time: one plan serves them all, because
-- everything it asks for is a whole key.
ALTER FUNCTION record_clicks(
  uuid[], text[], uuid[], timestamptz[], text[], bigint[], bigint[], boolean[], boolean[], text[], text[], text[], text[], bigint[]
) SET plan_cache_mode = force_generic_plan;
