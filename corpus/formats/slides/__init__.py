"""PowerPoint (.pptx): slide by slide, each a page."""
