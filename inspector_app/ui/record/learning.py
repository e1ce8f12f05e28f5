"""Imports on a reader thread, so that the screens wait for no file when they come to need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector_app.services.ports import Reads


def sides() -> None:
    """Imports what the first paint did without, on a reader thread: meanwhile keys are taken."""
    import inspector_app.services.surroundings
    import inspector_app.ui.map.plan_ground
    import inspector_app.ui.record.photo_wiring
    import inspector_app.ui.record.place_wiring
    import inspector_app.ui.record.place_words
    import inspector_app.ui.record.sides
    import inspector_app.ui.record.surroundings_words
    import inspector_app.ui.record.turns
    import inspector_app.ui.record.written_rows  # noqa: F401


def forms(_: Reads) -> None:
    """Imports what answers, drafts and the other categories need, once the database is open: a tap waits for no file."""
    import inspector_app.domain.policy.explain
    import inspector_app.services.drafts
    import inspector_app.services.measures
    import inspector_app.ui.record.event_form
    import inspector_app.ui.record.fact_words
    import inspector_app.ui.record.typed_inputs
    import inspector_app.ui.record.written_rows  # noqa: F401
