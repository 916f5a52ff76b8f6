"""What an author says against what the record says: claims, verdicts, forecasts, arguments."""
