"""Tables that people open in spreadsheets."""
