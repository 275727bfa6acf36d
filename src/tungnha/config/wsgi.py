"""The door for a WSGI server (granian by default)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tungnha.config.settings")
application = get_wsgi_application()

# Half a million objects of the code itself stay for as long as the process: the collector need not walk them again and
# again, which took a sixth of the time of a phone's batch.
gc.collect()
gc.freeze()
