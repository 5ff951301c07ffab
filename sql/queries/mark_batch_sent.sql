-- The batch lies whole where the printer takes it.
UPDATE print_batches SET status = 'sent', sent_at = :moment, pages = :pages, pdf_sha256 = :pdf_sha256,
  manifest_sha256 = :manifest_sha256, pdf_path = :pdf_path, manifest_path = :manifest_path, lease_id = NULL
WHERE id = :batch_id AND status = 'queued'
