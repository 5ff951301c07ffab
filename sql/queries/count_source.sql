-- What a source holds now, to be compared with the receipts it has up to now.
INSERT INTO source_counts (source, agency, channel, offered, unreceipted, counted_at, counted_through)
VALUES (:source, :agency, :channel, :offered, :waiting, :moment,
  (SELECT coalesce(max(id), 0) FROM receipts WHERE source = :source))
ON CONFLICT (source) DO UPDATE SET offered = excluded.offered, unreceipted = excluded.unreceipted,
  counted_at = excluded.counted_at, counted_through = excluded.counted_through
