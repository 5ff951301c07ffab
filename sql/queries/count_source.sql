-- What a source holds now, to be compared with its receipts.
INSERT INTO source_counts (source, agency, channel, offered, unreceipted, counted_at)
VALUES (:source, :agency, :channel, :offered, :waiting, :moment)
ON CONFLICT (source) DO UPDATE SET offered = excluded.offered, unreceipted = excluded.unreceipted,
  counted_at = excluded.counted_at
