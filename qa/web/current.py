"""What the app that handles a request serves."""

from flask import current_app

from qa.service.service import Service


def service() -> Service:
    """Return the service of the app that handles this request."""
    found: Service = current_app.extensions[Service.__name__]
    return found
