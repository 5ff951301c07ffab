"""What `mailroom explain` is made of: the items of a file, their judgement, and its words."""
