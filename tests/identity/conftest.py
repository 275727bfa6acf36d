"""How long one example takes says nothing on a busy machine: no test of properties asserts it."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
