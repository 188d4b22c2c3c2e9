"""What every test stands on."""

from hypothesis import settings

# The machine is shared: a slow example is no fault of the code.
settings.register_profile("dossier", deadline=None)
settings.load_profile("dossier")
