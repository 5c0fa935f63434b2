"""Word (.docx): what a reader sees of it, with every tracked change accepted."""
