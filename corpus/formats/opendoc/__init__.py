"""OpenDocument: texts (.odt), and what sheets (.ods) share with them."""
