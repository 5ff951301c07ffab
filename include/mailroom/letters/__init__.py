"""Letters: template and values to a tree, the tree to PDFs, and the checks before one leaves."""
