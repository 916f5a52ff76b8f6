"""What happened, and where that is written."""
