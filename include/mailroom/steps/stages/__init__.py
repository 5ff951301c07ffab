"""The stages of the line, each bound to the database: what to load, work, and save."""
