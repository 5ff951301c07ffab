-- Does each print batch hold the letters and pages it says, numbered without a gap? The day is UTC.
SELECT agency, CAST(NULL AS text) AS channel, day, sum(letters) AS whole, sum(rows) AS parts,
  coalesce((array_agg(id ORDER BY id) FILTER (WHERE well IS NOT TRUE))[1:100], '{}') AS ids
FROM (
  SELECT b.id, b.agency, CAST(b.made_at AT TIME ZONE 'UTC' AS date) AS day, b.letters,
    count(d.id) AS rows,
    count(d.id) = b.letters AND coalesce(max(d.sequence), 0) = b.letters
      AND coalesce(bool_and(l.agency = b.agency), true)
      AND (b.status = 'queued' OR (coalesce(sum(d.pages), 0) = b.pages
        AND bool_and(d.status NOT IN ('queued', 'sending')))) AS well
  FROM print_batches b LEFT JOIN dispatches d ON d.print_batch_id = b.id
  LEFT JOIN letters l ON l.id = d.letter_id
  GROUP BY b.id
) judged
GROUP BY agency, day
ORDER BY agency, day
