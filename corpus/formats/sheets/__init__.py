"""Spreadsheets: Excel (new, binary, old) and OpenDocument, as their sheets show them."""
