"""The written scenarios. What two of them share, or one does beside its own test, says as clearly what failed."""

import pytest

pytest.register_assert_rewrite(*(f"{__name__}.{part}" for part in ("a_villages", "c_words", "deeds")))
