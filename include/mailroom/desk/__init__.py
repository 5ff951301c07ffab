"""What people do: decide on letters. Called by the command line and by pages."""
