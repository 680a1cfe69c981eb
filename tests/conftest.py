"""What holds for all tests: a property has no deadline, for a busy machine is no fault."""

from hypothesis import settings

settings.register_profile("zi", deadline=None)
settings.load_profile("zi")
