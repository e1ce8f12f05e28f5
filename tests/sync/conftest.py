"""The laptop's real store, for the tests that want it."""

from tests.storage.conftest import folder, store

__all__ = ["folder", "store"]
