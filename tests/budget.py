"""How long the tests that try histories look. In the suite: short, and the same each time.

nice pytest tests/store/test_machine.py --hypothesis-profile=thorough
"""

from hypothesis import settings

settings.register_profile("thorough", settings.get_profile("default"))


def is_thorough() -> bool:
    return settings.get_current_profile_name() == "thorough"


def times(thorough: int = 10) -> int:
    """Once, or that many times as often in the profile `thorough`."""
    return thorough if is_thorough() else 1
