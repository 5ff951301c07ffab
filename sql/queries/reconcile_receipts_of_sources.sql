-- Has each thing that was taken off a source its receipt? Compared as of the source's last count.
SELECT s.agency, s.channel, CAST(NULL AS date) AS day,
  s.offered - s.unreceipted AS whole,
  (SELECT count(*) FROM receipts r WHERE r.source = s.source AND r.id <= s.counted_through) AS parts,
  CAST('{}' AS bigint[]) AS ids
FROM source_counts s
ORDER BY s.agency, s.channel, s.source
