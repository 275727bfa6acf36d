"""The door for a WSGI server (granian by default)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tungnha.config.settings")
application = get_wsgi_application()
