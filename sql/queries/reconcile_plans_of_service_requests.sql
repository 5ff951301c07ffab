-- Has each service request the plan and the obligation that its type's rule says?
WITH rules AS MATERIALIZED (
  SELECT s.id AS rule_set_id, t.rule ->> 'type' AS type, t.rule ->> 'obligation' AS owes,
    jsonb_array_length(t.rule -> 'activities') AS steps,
    CAST(t.rule ->> 'effective_from' AS date) AS first_day,
    coalesce(CAST(t.rule ->> 'effective_until' AS date), 'infinity') AS last_day
  FROM rule_sets s, jsonb_array_elements(s.content -> 'service_requests') AS t (rule)
)
SELECT agency, channel, day, count(*) AS whole, count(*) FILTER (WHERE well) AS parts,
  coalesce((array_agg(id ORDER BY id) FILTER (WHERE well IS NOT TRUE))[1:100], '{}') AS ids
FROM (
  SELECT q.id, q.agency, i.channel, r.received_day AS day,
    plan.steps >= 1 AND plan.last = plan.steps AND EXISTS (
      SELECT FROM rules u
      WHERE u.rule_set_id = i.rule_set_id AND u.type = q.type
        AND r.received_day BETWEEN u.first_day AND u.last_day AND plan.steps >= u.steps
        AND (u.owes IS NULL
          OR EXISTS (SELECT FROM obligations o WHERE o.service_request_id = q.id AND o.kind = u.owes))
    ) AS well
  FROM service_requests q JOIN items i ON i.id = q.item_id JOIN receipts r ON r.id = i.receipt_id
  CROSS JOIN LATERAL (
    SELECT count(*) AS steps, coalesce(max(a.ordinal), 0) AS last
    FROM activities a WHERE a.service_request_id = q.id
  ) plan
) judged
GROUP BY agency, channel, day
ORDER BY agency, channel, day
