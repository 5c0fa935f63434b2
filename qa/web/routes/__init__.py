"""The addresses of the page and of the API."""
