ALTER FUNCTION record_clicks(
  uuid[], text[], uuid[], timestamptz[], text[], bigint[], bigint[], boolean[], boolean[], text[], text[], text[], text[], bigint[]
) RESET plan_cache_mode;
